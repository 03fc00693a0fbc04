using Placement.Problems;

namespace Placement.Plans;

/// <summary>Orders of preference among moves, and a bound on the time that every order needs.</summary>
internal static class MoveOrders
{
    public static int Count(PlacementProblem problem, Assignment target)
    {
        var moves = 0;
        for (var p = 0; p < problem.ReplicaCount; p++)
        {
            moves += target[p] == problem.Origin(p) ? 0 : 1;
        }

        return moves;
    }

    public static int Attempts(int moves, MigrationOptions options) => options.Attempts > 0 ? options.Attempts : moves switch
    {
        0 => 1,
        <= 500 => 25,
        <= 2_000 => 13,
        <= 10_000 => 7,
        _ => 4,
    };

    /// <summary>
    /// Returns an order of preference. Attempt 0 empties whole nodes one after the other, the one that frees the most money for the least moves first. Then
    /// come the busiest nodes first; what is on nodes that stay in use first, since it makes room for others, the largest or the busiest first;
    /// the largest first; and all four with noise, paced in turn in the three ways.
    /// </summary>
    public static MoveOrder Order(PlacementProblem problem, Assignment target, long[] size, int attempt, MigrationOptions options)
    {
        var drain = DrainOrder(problem, target);
        var load = new long[problem.NodeCount];
        for (var p = 0; p < size.Length; p++)
        {
            if (target[p] != problem.Origin(p))
            {
                load[Math.Max(problem.Origin(p), 0)] += size[p];
                load[Math.Max(target[p], 0)] += size[p];
            }
        }

        var random = new Random(options.Seed + attempt);
        var noise = new double[problem.ReplicaCount];
        for (var p = 0; p < noise.Length; p++)
        {
            noise[p] = attempt <= 4 ? 1 : 0.5 + random.NextDouble();
        }

        double Busy(int p) => noise[p] * Math.Max(load[Math.Max(problem.Origin(p), 0)], load[Math.Max(target[p], 0)]);
        double Size(int p) => noise[p] * size[p];
        int Drain(int p) => problem.Origin(p) < 0 ? int.MaxValue : drain[problem.Origin(p)];
        int Frees(int p) => Drain(p) < int.MaxValue - 1 ? 1 : 0;
        var order = Enumerable.Range(0, problem.ReplicaCount);
        var sorted = (attempt == 0 ? -1 : (attempt - 1) % 4) switch
        {
            -1 => order.OrderBy(Drain).ThenByDescending(p => size[p]),
            0 => order.OrderByDescending(Busy).ThenByDescending(p => size[p]),
            1 => order.OrderBy(Frees).ThenByDescending(Size),
            2 => order.OrderBy(Frees).ThenByDescending(Busy).ThenByDescending(p => size[p]),
            _ => order.OrderByDescending(Size).ThenBy(Drain),
        };
        var rank = new int[problem.ReplicaCount];
        var next = 0;
        foreach (var p in sorted.ThenBy(p => p))
        {
            rank[p] = next++;
        }

        return new(rank, attempt % 3 == 0 || attempt <= 4 ? WavePacing.MostDone : attempt % 3 == 1 ? WavePacing.FirstMove : WavePacing.Full);
    }

    /// <summary>
    /// A time that no order of the direct moves in waves can beat: as many start-up times as the limits ask for waves, and the longest of what the busiest node,
    /// the busiest workload and the wave limit need for the transfers alone. Of n transfers, at most k in a wave, every k-th in falling order is the longest of its wave.
    /// </summary>
    public static long MakespanBound(PlacementProblem problem, Assignment end, MigrationLimits limits, long[] transfer)
    {
        var moving = Enumerable.Range(0, problem.ReplicaCount).Where(p => end[p] >= 0 && end[p] != problem.Origin(p)).ToList();
        var onNode = new long[problem.NodeCount];
        var steps = new int[problem.NodeCount];
        foreach (var p in moving)
        {
            // What stops first does not load the node it leaves, and a copy that is held leaves in a step of its own.
            onNode[end[p]] += transfer[p];
            steps[end[p]]++;
            if (problem.Origin(p) >= 0 && !limits.StopsFirst(problem.Workload(p)))
            {
                onNode[problem.Origin(p)] += transfer[p];
            }
        }

        var (waves, units) = (Waves(moving.Count, limits.MaxStepsPerWave), Math.Max(onNode.DefaultIfEmpty().Max(), Longest(moving, limits.MaxStepsPerWave)));
        waves = Math.Max(waves, Waves(steps.DefaultIfEmpty().Max(), limits.MaxStepsPerNode));
        foreach (var workload in moving.Where(p => problem.Origin(p) >= 0).GroupBy(problem.Workload))
        {
            var replicas = workload.ToList();
            waves = Math.Max(waves, Waves(replicas.Count, limits.Budget(workload.Key)));
            units = Math.Max(units, Longest(replicas, limits.Budget(workload.Key)));
        }

        return (waves * limits.StartMilliseconds) + MoveState.TransferTime(units, limits);

        static long Waves(int count, int most) => (count + most - 1L) / most;
        long Longest(List<int> replicas, int most) => replicas.Select(p => transfer[p]).OrderDescending().Where((_, i) => i % most == 0).Sum();
    }

    /// <summary>Nodes that the target leaves empty come first, by price for what is to transfer; all others after them.</summary>
    private static int[] DrainOrder(PlacementProblem problem, Assignment target)
    {
        var leaving = new long[problem.NodeCount];
        var isUsed = new bool[problem.NodeCount];
        var wasUsed = new bool[problem.NodeCount];
        for (var p = 0; p < problem.ReplicaCount; p++)
        {
            if (target[p] >= 0)
            {
                isUsed[target[p]] = true;
            }

            if (problem.Origin(p) >= 0)
            {
                wasUsed[problem.Origin(p)] = true;
                leaving[problem.Origin(p)]++;
            }
        }

        var drain = new int[problem.NodeCount];
        Array.Fill(drain, int.MaxValue - 1);
        var next = 0;
        foreach (var node in Enumerable.Range(0, problem.NodeCount).Where(n => wasUsed[n] && !isUsed[n]).OrderByDescending(n => (double)(problem.Price(n) + 1) / leaving[n]).ThenBy(n => n))
        {
            drain[node] = next++;
        }

        return drain;
    }
}
