using System.Runtime.CompilerServices;

namespace Placement.Search;

/// <summary>Draws an index as often as its weight says, in constant time.</summary>
/// <remarks>The alias method of Walker (1977, doi 10.1145/355744.355749), its table made as Vose showed (1991, doi 10.1109/32.92917): eight bytes an index.</remarks>
internal sealed class WeightedDraw
{
    private readonly (uint Share, int Alias)[] _table;

    /// <summary>Makes the table. O(weights).</summary>
    /// <param name="weights">At least one; none negative; when all are 0, each index is drawn as often as any other.</param>
    public WeightedDraw(ReadOnlySpan<double> weights)
    {
        var total = 0.0;
        foreach (var weight in weights)
        {
            total += weight;
        }

        _table = new (uint, int)[weights.Length];
        var left = new double[weights.Length];
        var (small, large) = (new Stack<int>(), new Stack<int>());
        for (var i = 0; i < left.Length; i++)
        {
            left[i] = total > 0 ? weights[i] / total * left.Length : 1;
            (left[i] < 1 ? small : large).Push(i);
        }

        // Each place is filled with one index of less than its share and a part of one that has more.
        while (small.TryPop(out var less))
        {
            if (!large.TryPop(out var more))
            {
                // Only rounding is missing.
                _table[less] = (uint.MaxValue, less);
                continue;
            }

            _table[less] = ((uint)(left[less] * uint.MaxValue), more);
            left[more] -= 1 - left[less];
            (left[more] < 1 ? small : large).Push(more);
        }

        foreach (var whole in large)
        {
            _table[whole] = (uint.MaxValue, whole);
        }
    }

    /// <summary>Draws an index.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Next(SearchRandom random)
    {
        var bits = random.NextBits();
        var place = (int)(((bits >> 32) * (ulong)_table.Length) >> 32);
        var (share, alias) = _table[place];
        return (uint)bits < share ? place : alias;
    }
}
