using System.Globalization;
using Placement.Telemetry.Prediction;

namespace Placement.Benchmarks.Prediction;

/// <summary>Packing with a demand for each time slot against packing with one number a replica, at the same overload measured on the next day.</summary>
/// <remarks>Replicas are those that both days name, with the size they have on the first. Both packings see the first day only; the margin of the slot packing is chosen from a
/// fixed list, as the one with the fewest nodes whose overload on the second day is not above that of the p95 packing.</remarks>
internal static class SlotPacking
{
    private const int SlotLength = 12;

    private static readonly double[] Risks = [0.5, 0.4, 0.3, 0.25, 0.2, 0.15, 0.1, 0.075, 0.05, 0.03, 0.02, 0.01, 0.005, 0.002, 0.001, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10];

    public static void Compare(IReadOnlyList<UsageSet> days)
    {
        Console.Error.WriteLine("\nplan on -> replay on                        replicas  p95 nodes  overload %   slot nodes  overload %   saved %   one-number nodes at equal overload");
        for (var i = 0; i + 1 < days.Count; i++)
        {
            Compare(Join(days[i], days[i + 1]), $"{days[i].Name} -> {days[i + 1].Name}");
        }
    }

    /// <summary>Both days after each other, for the replicas that both name.</summary>
    private static UsageSet Join(UsageSet first, UsageSet second)
    {
        var later = second.Replicas.Select((name, i) => (name, i)).ToDictionary(pair => pair.name, pair => pair.i, StringComparer.Ordinal);
        var common = Enumerable.Range(0, first.Replicas.Length).Where(i => later.ContainsKey(first.Replicas[i])).ToArray();
        return new()
        {
            Name = first.Name,
            Replicas = [.. common.Select(i => first.Replicas[i])],
            Usage = [.. common.Select(i => first.Usage[i].Concat(second.Usage[later[first.Replicas[i]]].Select(mips => mips * first.Limits[i] / second.Limits[later[first.Replicas[i]]])).ToArray())],
            Limits = [.. common.Select(i => first.Limits[i])],
            NodeCapacity = first.NodeCapacity,
            Seen = first.Usage[0].Length,
        };
    }

    private static void Compare(UsageSet set, string name)
    {
        var p95 = set.Usage.Select(usage => NodePacking.Percentile(usage.AsSpan(0, set.Seen), 0.95)).ToArray();
        var one = NodePacking.Pack(set, set.Seen, (members, _) => members.Sum(i => p95[i]) <= set.NodeCapacity);
        var allowed = one.OverloadShare(set, set.Seen, set.Usage[0].Length);
        var slots = Best(set, allowed, risk => NodePacking.Pack(set, set.Seen, (_, sum) => Busiest(sum, risk) <= set.NodeCapacity));
        var flat = Best(set, allowed, risk => NodePacking.Pack(set, set.Seen, (_, sum) => new SigmaPredictor().PredictPeak(sum, new(risk, set.Interval)) <= set.NodeCapacity));
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name,-43} {set.Usage.Length,8} {one.NodeCount,10} {100 * allowed,11:F3} {slots.Nodes,12} {100 * slots.Overload,11:F3} {100 * (1 - (slots.Nodes / (double)one.NodeCount)),9:F1} {flat.Nodes,10}"));
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{{\"benchmark\":\"predict-slots\",\"name\":\"{name}\",\"nodesP95\":{one.NodeCount},\"overloadP95\":{allowed},\"nodesSlots\":{slots.Nodes},\"overloadSlots\":{slots.Overload},\"nodesOneNumber\":{flat.Nodes},\"overloadOneNumber\":{flat.Overload}}}"));
    }

    private static (int Nodes, double Overload) Best(UsageSet set, double allowed, Func<double, NodePacking> pack) => Risks
        .Select(pack)
        .Select(packing => (Nodes: packing.NodeCount, Overload: packing.OverloadShare(set, set.Seen, set.Usage[0].Length)))
        .Where(result => result.Overload <= allowed)
        .DefaultIfEmpty((Nodes: int.MaxValue, Overload: double.NaN))
        .MinBy(result => result.Nodes);

    /// <summary>The highest hourly mean plus deviations within the hour, pooled over the hours.</summary>
    private static double Busiest(float[] sum, double risk)
    {
        var (busiest, squares) = (0.0, 0.0);
        for (var slot = 0; slot + SlotLength <= sum.Length; slot += SlotLength)
        {
            var hour = sum.AsSpan(slot, SlotLength);
            var mean = 0.0;
            foreach (var value in hour)
            {
                mean += value / SlotLength;
            }

            foreach (var value in hour)
            {
                squares += (value - mean) * (value - mean);
            }

            busiest = Math.Max(busiest, mean);
        }

        return EffectiveDemand.OfSet(busiest, squares / (sum.Length - (sum.Length / SlotLength)), risk);
    }
}
