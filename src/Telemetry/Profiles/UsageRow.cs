namespace Placement.Telemetry.Profiles;

/// <summary>The usage of one series in each slot of the window.</summary>
public sealed class UsageRow
{
    private readonly float[] _peaks;
    private readonly float[] _means;

    private readonly bool[]? _thin;

    internal UsageRow(float[] peaks, float[] means, bool[]? thin = null) => (_peaks, _means, _thin) = (peaks, means, thin);

    /// <summary>Gets the number of slots.</summary>
    public int Count => _peaks.Length;

    /// <summary>Gets the highest sample of each slot, in the canonical unit; NaN where there is none.</summary>
    public ReadOnlySpan<float> Peaks => _peaks;

    /// <summary>Gets the mean of each slot's samples, in the canonical unit; NaN where there is none.</summary>
    public ReadOnlySpan<float> Means => _means;

    /// <summary>Whether a slot holds all the samples that it should.</summary>
    public bool IsFull(int slot) => !float.IsNaN(_peaks[slot]) && !(_thin?[slot] ?? false);

    internal UsageRow Slice(int first, int count)
    {
        var peaks = _peaks.AsSpan(first, count).ToArray();
        return new UsageRow(peaks, ReferenceEquals(_peaks, _means) ? peaks : _means.AsSpan(first, count).ToArray(), _thin?.AsSpan(first, count).ToArray());
    }
}
