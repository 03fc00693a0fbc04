using Placement.Problems;

namespace Placement.Backtesting;

/// <summary>Adds up by node what replicas used, slot by slot, under an assignment.</summary>
/// <remarks>
/// O(replicas x resources x slots). A node's measured CPU never exceeds its capacity, so what replicas would have liked to use on an overloaded
/// node is not in the samples; the overload of the current assignment is therefore a lower limit.
/// </remarks>
public static class UsageReplay
{
    /// <summary>Replays a history.</summary>
    /// <param name="history">The usage of the replicas.</param>
    /// <param name="assignment">The node of each replica.</param>
    /// <param name="capacity">Per node and resource (entry <c>node * resources + resource</c>) the capacity above which it is overloaded.</param>
    /// <param name="targetPercent">The share of capacity above which a node is hot, 1 to 100.</param>
    /// <param name="fallback">Per replica and resource the usage to charge where there is no sample.</param>
    /// <exception cref="ArgumentException">The lengths do not belong together.</exception>
    public static ReplayResult Run(UsageHistory history, Assignment assignment, IReadOnlyList<long> capacity, int targetPercent, IReadOnlyList<long> fallback)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(assignment);
        ArgumentNullException.ThrowIfNull(capacity);
        ArgumentNullException.ThrowIfNull(fallback);
        if (assignment.ReplicaCount != history.ReplicaCount || fallback.Count != history.ReplicaCount * history.ResourceCount)
        {
            throw new ArgumentException($"The history is of {history.ReplicaCount} replicas, the assignment of {assignment.ReplicaCount}, and there are {fallback.Count} demands for {history.ResourceCount} resources.");
        }

        var resources = history.ResourceCount;
        var replicasOf = new List<int>?[capacity.Count / resources];
        for (var p = 0; p < assignment.ReplicaCount; p++)
        {
            if (assignment[p] >= 0)
            {
                (replicasOf[assignment[p]] ??= []).Add(p);
            }
        }

        var nodes = new List<NodeReplay>();
        var (hotNodes, overloadedNodes) = (new int[history.SlotCount], new int[history.SlotCount]);
        var (hot, overloaded) = (new bool[history.SlotCount], new bool[history.SlotCount]);
        var usage = new double[history.SlotCount];
        for (var node = 0; node < replicasOf.Length; node++)
        {
            if (replicasOf[node] is not { } replicas)
            {
                continue;
            }

            Array.Clear(hot);
            Array.Clear(overloaded);
            for (var r = 0; r < resources; r++)
            {
                Sum(history, replicas, r, fallback, usage);
                nodes.Add(Look(node, r, usage, capacity[(node * resources) + r], targetPercent, hot, overloaded));
            }

            for (var slot = 0; slot < usage.Length; slot++)
            {
                hotNodes[slot] += hot[slot] ? 1 : 0;
                overloadedNodes[slot] += overloaded[slot] ? 1 : 0;
            }
        }

        return new ReplayResult
        {
            Start = history.Start,
            SlotWidth = history.SlotWidth,
            SlotCount = history.SlotCount,
            Nodes = nodes,
            HotNodesBySlot = hotNodes,
            OverloadedNodesBySlot = overloadedNodes,
            ReplicasWithoutSamples = Enumerable.Range(0, history.ReplicaCount).Count(p => assignment[p] >= 0 && Enumerable.Range(0, resources).Any(r => history.Row(p, r).Length == 0 && fallback[(p * resources) + r] > 0)),
        };
    }

    private static void Sum(UsageHistory history, List<int> replicas, int resource, IReadOnlyList<long> fallback, double[] usage)
    {
        Array.Clear(usage);
        foreach (var p in replicas)
        {
            var row = history.Row(p, resource);
            if (row.Length == 0)
            {
                var demand = (double)fallback[(p * history.ResourceCount) + resource];
                for (var slot = 0; slot < usage.Length; slot++)
                {
                    usage[slot] += demand;
                }
            }

            for (var slot = 0; slot < row.Length; slot++)
            {
                usage[slot] += row[slot];
            }
        }
    }

    private static NodeReplay Look(int node, int resource, double[] usage, long capacity, int targetPercent, bool[] hot, bool[] overloaded)
    {
        var target = capacity * (targetPercent / 100.0);
        var (sum, peakSlot, hotSlots, overloadSlots) = (0.0, 0, 0, 0);
        var (run, runStart, longest, longestStart) = (0, 0, 0, -1);
        for (var slot = 0; slot < usage.Length; slot++)
        {
            sum += usage[slot];
            peakSlot = usage[slot] > usage[peakSlot] ? slot : peakSlot;
            if (usage[slot] > capacity)
            {
                overloadSlots++;
                overloaded[slot] = true;
            }

            if (usage[slot] <= target)
            {
                run = 0;
                continue;
            }

            hotSlots++;
            hot[slot] = true;
            runStart = run++ == 0 ? slot : runStart;
            if (run > longest)
            {
                (longest, longestStart) = (run, runStart);
            }
        }

        return new NodeReplay
        {
            Node = node,
            Resource = resource,
            Mean = checked((long)Math.Ceiling(sum / usage.Length)),
            Peak = checked((long)Math.Ceiling(usage[peakSlot])),
            PeakSlot = peakSlot,
            HotSlots = hotSlots,
            OverloadSlots = overloadSlots,
            LongestHotStart = longestStart,
            LongestHotSlots = longest,
        };
    }
}
