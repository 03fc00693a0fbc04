using System.Runtime.CompilerServices;

namespace Placement.Search;

/// <summary>
/// The Metropolis rule turned round: instead of comparing <c>exp(-delta / T)</c> with a random number, the highest delta that would be accepted is
/// drawn first, <c>-T ln(u)</c>, so that pricing can stop early.
/// </summary>
internal sealed class Threshold
{
    private const int Size = 1 << 12;
    private static readonly float[] NegativeLogarithm = [.. Enumerable.Range(0, Size).Select(i => (float)-Math.Log((i + 0.5) / Size))];

    /// <summary>Gets or sets the temperature, in units of cost; 0 accepts only what does not cost more.</summary>
    public double Temperature { get; set; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Draw(SearchRandom random) => (long)(Temperature * NegativeLogarithm[(int)(random.NextBits() & (Size - 1))]);
}
