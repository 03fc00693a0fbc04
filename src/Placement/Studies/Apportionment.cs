namespace Placement.Studies;

/// <summary>Splits a whole amount in proportion to weights so that the parts add up to it: largest remainders, the earlier on a tie.</summary>
internal static class Apportionment
{
    /// <returns>One part a weight; all 0 when no weight is above 0.</returns>
    public static long[] Split(long total, IReadOnlyList<decimal> weights)
    {
        var parts = new long[weights.Count];
        var sum = weights.Sum();
        if (sum <= 0)
        {
            return parts;
        }

        var whole = Math.Abs((decimal)total);
        decimal[] exact = [.. weights.Select(w => whole * (w / sum))];
        var left = (long)whole;
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = Math.Min(left, (long)decimal.Floor(exact[i]));
            left -= parts[i];
        }

        // Rounding of the quotients can leave more than one unit a part; the loop goes round as often as needed, over the parts that have a weight.
        int[] order = [.. Enumerable.Range(0, parts.Length).Where(i => weights[i] > 0).OrderByDescending(i => exact[i] - parts[i]).ThenBy(i => i)];
        for (var i = 0; left > 0; i = (i + 1) % order.Length, left--)
        {
            parts[order[i]]++;
        }

        return total >= 0 ? parts : [.. parts.Select(part => -part)];
    }
}
