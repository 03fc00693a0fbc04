using System.Globalization;
using Placement.Telemetry.Prediction;

namespace Placement.Benchmarks.Prediction;

/// <summary>Packing with a demand for each time slot against packing with one number a replica, at the same overload measured on the next day.</summary>
/// <remarks>Replicas are those that both days name, with the size they have on the first. All packings see the first day only. The baseline is first fit decreasing by the sum of p95; the others spread the
/// replicas over a given number of nodes, and the fewest nodes are reported whose overload on the second day is not above the baseline's. The p95 spread the same way shows what the spreading alone is worth.</remarks>
internal static class SlotPacking
{
    private const int SlotLength = 12;

    /// <summary>The risk of the deviations within an hour.</summary>
    private const double Risk = 0.01;

    public static void Compare(IReadOnlyList<UsageSet> days)
    {
        Console.Error.WriteLine("\nplan on -> replay on                        replicas  p95 nodes  overload %   slot nodes  overload %   saved %   p95 spread  mean + deviations spread");
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
        var slots = Fewest(set, one.NodeCount, allowed, (_, sum) => Busiest(sum));
        var spread = Fewest(set, one.NodeCount, allowed, (members, _) => members.Sum(i => p95[i]));
        var flat = Fewest(set, one.NodeCount, allowed, (_, sum) => new SigmaPredictor().PredictPeak(sum, new(Risk, set.Interval)));
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name,-43} {set.Usage.Length,8} {one.NodeCount,10} {100 * allowed,11:F3} {slots.Nodes,12} {100 * slots.Overload,11:F3} {100 * (1 - (slots.Nodes / (double)one.NodeCount)),9:F1} {spread.Nodes,12} {flat.Nodes,12}"));
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{{\"benchmark\":\"predict-slots\",\"name\":\"{name}\",\"nodesP95\":{one.NodeCount},\"overloadP95\":{allowed},\"nodesSlots\":{slots.Nodes},\"overloadSlots\":{slots.Overload},\"nodesP95Spread\":{spread.Nodes},\"overloadP95Spread\":{spread.Overload},\"nodesOneNumber\":{flat.Nodes},\"overloadOneNumber\":{flat.Overload}}}"));
    }

    /// <summary>Takes a node away as long as the overload on the second day stays within what is allowed; the baseline's number of nodes is the most it may need.</summary>
    private static (int Nodes, double Overload) Fewest(UsageSet set, int most, double allowed, Func<IReadOnlyList<int>, float[], double> measure)
    {
        var best = (Nodes: most + 1, Overload: double.NaN);
        for (var nodes = most; nodes > 0; nodes--)
        {
            var overload = NodePacking.Balance(set, set.Seen, nodes, measure).OverloadShare(set, set.Seen, set.Usage[0].Length);
            if (overload > allowed)
            {
                break;
            }

            best = (nodes, overload);
        }

        return best;
    }

    /// <summary>The highest hourly mean plus deviations within the hour, pooled over the hours.</summary>
    private static double Busiest(float[] sum)
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

        return EffectiveDemand.OfSet(busiest, squares / (sum.Length - (sum.Length / SlotLength)), Risk);
    }
}
