using Placement.Benchmarks.PlanetLab;
using Placement.Model;

namespace Placement.Benchmarks.Migrating;

/// <summary>A fleet of equal nodes that runs the VMs of a PlanetLab day, each VM with a demand that drifts within a band from day to day.</summary>
/// <remarks>A node has 16 cores, of which 70 % are planned, 64 GiB and a price of $0.40 an hour; a VM has two cores and 1 to 4 GiB.</remarks>
internal sealed class ChurnFleet(IReadOnlyList<TraceDay> days, int machines, int bandPerMille, int seed)
{
    private const int NodeMillicores = 16_000;
    private const int PlannedPerMille = 700;
    private const int VmMillicores = 2_000;

    /// <summary>Gets the number of VMs: those that every day has.</summary>
    public int VmCount { get; } = days.Min(d => d.Names.Length);

    /// <summary>Makes the model of a day: each VM asks for the 95th percentile of its samples.</summary>
    /// <param name="day">The day, from 0; the traces take turns.</param>
    /// <param name="nodeOf">The node of each VM.</param>
    public ClusterModel On(int day, IReadOnlyList<int> nodeOf)
    {
        var trace = days[day % days.Count];
        var factor = Factors(day);
        return new()
        {
            Nodes = [.. Enumerable.Range(0, machines).Select(n => new Node { Id = $"n{n}", Capacity = [NodeMillicores * PlannedPerMille / 1000, 64L << 30], PriceMicroDollarsPerHour = 400_000 })],
            Workloads = [.. Enumerable.Range(0, VmCount).Select(v => new Workload
            {
                Id = $"vm{v}",
                Demand = [Millicores(Percentile95(trace.Shares[v]), factor[v]), (1L + (v % 4)) << 30],
                MoveCost = 1_000,
                Replicas = [new Replica { Id = $"vm{v}/0", Node = $"n{nodeOf[v]}" }],
            })],
        };
    }

    /// <summary>The share of node intervals, in per mille of those in use, in which the VMs truly ask for more than the node has.</summary>
    public double OverloadPerMille(int day, IReadOnlyList<int> nodeOf)
    {
        var (trace, factor) = (days[day % days.Count], Factors(day));
        var (over, all) = (0, 0);
        foreach (var node in Enumerable.Range(0, VmCount).GroupBy(v => nodeOf[v]))
        {
            for (var i = 0; i < TraceDay.SamplesADay; i++, all++)
            {
                over += node.Sum(v => Millicores(trace.Shares[v][i], factor[v])) > NodeMillicores ? 1 : 0;
            }
        }

        return 1000.0 * over / all;
    }

    /// <summary>Where each VM's demand is within the band on a day, as a factor.</summary>
    private double[] Factors(int day)
    {
        var random = new Random((seed * 1_000) + day);
        return [.. Enumerable.Range(0, VmCount).Select(_ => 1 + (((2 * random.NextDouble()) - 1) * bandPerMille / 1000.0))];
    }

    private static long Millicores(double share, double factor) => Math.Max(10, (long)Math.Ceiling(share * factor * VmMillicores));

    private static double Percentile95(double[] shares) => shares.Take(TraceDay.SamplesADay).Order().ElementAt((int)Math.Ceiling(0.95 * TraceDay.SamplesADay) - 1);
}
