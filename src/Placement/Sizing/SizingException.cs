namespace Placement.Sizing;

/// <summary>Workloads that cannot be sized: neither their telemetry nor a request says what they need. Guessing would risk them.</summary>
public sealed class SizingException : Exception
{
    /// <summary>Makes an exception from its faults.</summary>
    /// <param name="faults">One sentence a workload and resource; at least one.</param>
    public SizingException(IReadOnlyList<string> faults)
        : base(string.Join(Environment.NewLine, faults ?? throw new ArgumentNullException(nameof(faults)))) => Faults = faults;

    /// <summary>Gets the faults, one sentence each.</summary>
    public IReadOnlyList<string> Faults { get; }
}
