namespace Placement.Benchmarks.PlanetLab.Policies;

/// <summary>MAD and IQR: the threshold is 1 less a multiple of the spread of the host's last 30 loads.</summary>
internal sealed class SpreadThreshold(double safety, Func<double[], int, double> spread) : IOverloadDetector
{
    private const int FewestSamples = 12;

    private readonly double[] _history = new double[VirtualMachine.HistoryLength];

    public static SpreadThreshold MedianAbsoluteDeviation(double safety) => new(safety, static (values, count) =>
    {
        var middle = Median(values, count);
        for (var i = 0; i < count; i++)
        {
            values[i] = Math.Abs(middle - values[i]);
        }

        return Median(values, count);
    });

    public static SpreadThreshold InterQuartileRange(double safety) => new(safety, static (values, count) =>
    {
        Array.Sort(values, 0, count);
        return values[Rank(0.75, count)] - values[Rank(0.25, count)];
    });

    public bool IsOverloaded(Host host, List<VirtualMachine> vms, VirtualMachine? extra)
    {
        if (vms.Count == 0 && extra is null)
        {
            return false;
        }

        var count = LoadSum.History(host, vms, extra, _history);
        var threshold = count < FewestSamples ? 0.7 : 1 - (safety * spread(_history, count));
        return LoadSum.Exceeds(threshold, host, vms, extra);
    }

    private static int Rank(double share, int count) => (int)Math.Floor((share * (count + 1)) + 0.5) - 1;

    private static double Median(double[] values, int count)
    {
        Array.Sort(values, 0, count);
        return count % 2 == 1 ? values[count / 2] : (values[(count / 2) - 1] + values[count / 2]) / 2;
    }
}
