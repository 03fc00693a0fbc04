namespace Placement.Benchmarks.PlanetLab.Policies;

/// <summary>LR: a line through the host's last ten loads, read one interval ahead and raised by a safety factor, reaches the host's capacity.</summary>
/// <remarks>CloudSim 3.0 weights the line (the square of the tricube weight is what takes effect); 3.0.3 does not weight it at all, and there LRR equals LR.</remarks>
internal sealed class LocalRegression : IOverloadDetector
{
    public const int Points = 10;

    /// <summary>By how much the published policy raises the prediction.</summary>
    public const double PublishedSafety = 1.2;

    private readonly double[] _coefficients;
    private readonly double _safety;

    public LocalRegression(bool weighted, double safety) => (_coefficients, _safety) = (Coefficients(weighted), safety);

    public bool IsOverloaded(Host host, List<VirtualMachine> vms, VirtualMachine? extra)
    {
        var known = 0;
        var sum = 0.0;
        for (var i = 0; i < vms.Count + (extra is null ? 0 : 1); i++)
        {
            var vm = i < vms.Count ? vms[i] : extra!;
            known = known >= Points ? known : Math.Max(known, Known(vm));
            sum += Predicted(vm);
        }

        return known < Points
            ? (vms.Count > 0 || extra is not null) && LoadSum.Exceeds(0.7, host, vms, extra)
            : sum / host.Model.TotalMips * _safety >= 1;
    }

    /// <summary>The weights of the line, oldest sample first.</summary>
    public static double[] Weights(bool weighted)
    {
        var weights = new double[Points];
        for (var i = 0; i < Points; i++)
        {
            weights[i] = Math.Pow(1 - Math.Pow((9 - i) / 9.0, 3), 3);
        }

        weights[0] = weights[1] = weights[2];
        for (var i = 0; i < Points; i++)
        {
            weights[i] = weighted ? weights[i] * weights[i] : 1;
        }

        return weights;
    }

    /// <summary>Reading the line one interval ahead is linear in the samples: one coefficient each, newest first.</summary>
    private static double[] Coefficients(bool weighted)
    {
        var weights = Weights(weighted);
        double total = 0, mean = 0, spread = 0;
        for (var i = 0; i < Points; i++)
        {
            total += weights[i];
            mean += weights[i] * (i + 1);
        }

        mean /= total;
        for (var i = 0; i < Points; i++)
        {
            spread += weights[i] * Math.Pow(i + 1 - mean, 2);
        }

        var coefficients = new double[Points];
        for (var i = 0; i < Points; i++)
        {
            coefficients[Points - 1 - i] = (weights[i] / total) + ((Points + 1 - mean) * weights[i] * (i + 1 - mean) / spread);
        }

        return coefficients;
    }

    private static int Known(VirtualMachine vm)
    {
        for (var ago = Math.Min(vm.Ticks, VirtualMachine.HistoryLength) - 1; ago >= 0; ago--)
        {
            if (vm.ShareAgo(ago) != 0)
            {
                return ago + 1;
            }
        }

        return 0;
    }

    private double Predicted(VirtualMachine vm)
    {
        var past = vm.Past;
        var length = Math.Min(past.Length, Points);
        var sum = 0.0;
        for (var i = 0; i < length; i++)
        {
            sum += _coefficients[i] * past[^(i + 1)];
        }

        return vm.Mips * sum;
    }
}
