namespace Placement.Benchmarks.PlanetLab;

/// <summary>A server type with its SPECpower_ssj2008 measurements, linear between the eleven points.</summary>
internal sealed class ServerModel
{
    public const int MemoryMegabytes = 4096;
    public const int Bandwidth = 1_000_000;

    /// <summary>HP ProLiant ML110 G4 (Xeon 3040).</summary>
    public static readonly ServerModel G4 = new(1860, [86, 89.4, 92.6, 96, 99.5, 102, 106, 108, 112, 114, 117]);

    /// <summary>HP ProLiant ML110 G5 (Xeon 3075): more work a watt at every load.</summary>
    public static readonly ServerModel G5 = new(2660, [93.7, 97, 101, 105, 110, 116, 121, 125, 129, 133, 135]);

    private readonly double[] _watts;

    private ServerModel(double coreMips, double[] watts)
    {
        CoreMips = coreMips;
        TotalMips = 2 * coreMips;
        _watts = watts;
    }

    /// <summary>Gets the speed of one of the two cores: the most a VM can get.</summary>
    public double CoreMips { get; }

    public double TotalMips { get; }

    /// <summary>Gets the watts at a utilisation of 0..1. Follows the original's arithmetic to the last bit.</summary>
    public double Watts(double utilisation)
    {
        if (utilisation % 0.1 == 0)
        {
            return _watts[(int)(utilisation * 10)];
        }

        var below = (int)Math.Floor(utilisation * 10);
        var above = (int)Math.Ceiling(utilisation * 10);
        return _watts[below] + ((_watts[above] - _watts[below]) / 10 * (utilisation - (below / 10.0)) * 100);
    }
}
