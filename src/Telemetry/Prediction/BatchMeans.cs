namespace Placement.Telemetry.Prediction;

/// <summary>How much less than independent samples say samples that come in bursts, within a series and across them.</summary>
/// <remarks>
/// Batch means: the variance of counts over batches of the square root of the time, beside that of independent samples (J. M. Flegal and G. L. Jones, Annals of Statistics 38(2), 2010,
/// DOI 10.1214/09-AOS735). The batches of all series are taken together, so that series which peak at the same time count as one; a drift within the time raises it as well.
/// </remarks>
internal static class BatchMeans
{
    /// <summary>How many samples say as much as one independent one about the share at or above a value. At least 1; infinite where there are fewer than two batches.</summary>
    public static double SamplesAsOne(IReadOnlyList<float[]> series, float threshold)
    {
        var slots = series.Max(row => row.Length);
        var width = (int)Math.Sqrt(slots);
        var batches = slots / Math.Max(1, width);
        if (batches < 2)
        {
            return double.PositiveInfinity;
        }

        var (above, count) = (new int[batches], new int[batches]);
        foreach (var row in series)
        {
            for (var slot = 0; slot < row.Length; slot++)
            {
                var batch = Math.Min(slot / width, batches - 1);
                above[batch] += row[slot] >= threshold ? 1 : 0;
                count[batch] += float.IsNaN(row[slot]) ? 0 : 1;
            }
        }

        var share = above.Sum() / (double)count.Sum();
        var squares = above.Zip(count, (a, n) => Math.Pow(a - (share * n), 2)).Sum();
        var independent = share * (1 - share) * count.Sum() * (batches - 1) / batches;
        return independent > 0 ? Math.Max(1, squares / independent) : 1;
    }
}
