namespace Placement.Benchmarks.PlanetLab.Policies;

/// <summary>LRR of CloudSim 3.0: the line of LR refitted with bisquare weights of its residuals.</summary>
internal sealed class RobustLocalRegression(double safety) : IOverloadDetector
{
    private const int Points = LocalRegression.Points;

    private static readonly double[] Tricube = LocalRegression.Weights(weighted: true);

    private readonly double[] _history = new double[VirtualMachine.HistoryLength];

    public bool IsOverloaded(Host host, List<VirtualMachine> vms, VirtualMachine? extra)
    {
        if (vms.Count == 0 && extra is null)
        {
            return false;
        }

        if (LoadSum.History(host, vms, extra, _history) < Points)
        {
            return LoadSum.Exceeds(0.7, host, vms, extra);
        }

        Span<double> loads = stackalloc double[Points];
        for (var i = 0; i < Points; i++)
        {
            loads[i] = _history[Points - 1 - i];
        }

        return Ahead(loads) * safety >= 1;
    }

    private static double Ahead(ReadOnlySpan<double> loads)
    {
        var (intercept, slope) = Fit(loads, Tricube);
        Span<double> residuals = stackalloc double[Points];
        Span<double> sorted = stackalloc double[Points];
        for (var i = 0; i < Points; i++)
        {
            residuals[i] = loads[i] - intercept - (slope * (i + 1));
            sorted[i] = Math.Abs(residuals[i]);
        }

        sorted.Sort();
        var sixMedians = (sorted[(Points / 2) - 1] + sorted[Points / 2]) / 2 * 6;
        Span<double> weights = stackalloc double[Points];
        for (var i = 2; i < Points; i++)
        {
            var k = Math.Pow(1 - Math.Pow(residuals[i] / sixMedians, 2), 2);
            weights[i] = k > 0 ? k * k * Tricube[i] : 0;
        }

        weights[0] = weights[1] = weights[2];
        var (robustIntercept, robustSlope) = Fit(loads, weights);
        return double.IsNaN(robustIntercept) || double.IsNaN(robustSlope)
            ? intercept + (slope * (Points + 1))
            : robustIntercept + (robustSlope * (Points + 1));
    }

    private static (double Intercept, double Slope) Fit(ReadOnlySpan<double> loads, ReadOnlySpan<double> weights)
    {
        double total = 0, x = 0, y = 0, xx = 0, xy = 0;
        for (var i = 0; i < Points; i++)
        {
            total += weights[i];
            x += weights[i] * (i + 1);
            y += weights[i] * loads[i];
        }

        (x, y) = (x / total, y / total);
        for (var i = 0; i < Points; i++)
        {
            xx += weights[i] * (i + 1 - x) * (i + 1 - x);
            xy += weights[i] * (i + 1 - x) * (loads[i] - y);
        }

        var slope = xy / xx;
        return (y - (slope * x), slope);
    }
}
