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
        <= 500 => 24,
        <= 2_000 => 12,
        <= 10_000 => 6,
        _ => 4,
    };

    /// <summary>
    /// Returns an order of preference. The first two empty whole nodes one after the other, the one that frees the most money for the least
    /// moves first, in plain and in even waves; then come the busiest nodes first, the largest moves first, and both with noise.
    /// </summary>
    public static MoveOrder Order(PlacementProblem problem, Assignment target, long[] size, int attempt, int seed)
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

        var random = new Random(seed + attempt);
        var noise = new double[problem.ReplicaCount];
        for (var p = 0; p < noise.Length && attempt > 5; p++)
        {
            noise[p] = random.NextDouble();
        }

        long Busy(int p) => Math.Max(load[Math.Max(problem.Origin(p), 0)], load[Math.Max(target[p], 0)]);
        int Drain(int p) => problem.Origin(p) < 0 ? int.MaxValue : drain[problem.Origin(p)];
        var order = Enumerable.Range(0, problem.ReplicaCount);
        var sorted = attempt switch
        {
            0 or 1 => order.OrderBy(Drain).ThenByDescending(p => size[p]).ThenBy(p => p),
            4 or 5 => order.OrderByDescending(p => size[p]).ThenBy(Drain).ThenBy(p => p),
            2 or 3 => order.OrderByDescending(Busy).ThenByDescending(p => size[p]).ThenBy(p => p),
            _ when attempt % 4 < 2 => order.OrderByDescending(p => Busy(p) * (0.5 + noise[p])).ThenBy(p => p),
            _ => order.OrderByDescending(p => size[p] * (0.5 + noise[p])).ThenBy(p => p),
        };
        var rank = new int[problem.ReplicaCount];
        var next = 0;
        foreach (var p in sorted)
        {
            rank[p] = next++;
        }

        return new(rank, EvensWaves: attempt is 1 or 3 or 4 || (attempt > 5 && attempt % 2 == 0));
    }

    /// <summary>A time that no order of the direct moves can beat: the busiest node sends and receives all its transfers at full bandwidth.</summary>
    public static long MakespanBound(PlacementProblem problem, Assignment end, MigrationLimits limits, long[] transfer)
    {
        var load = new long[problem.NodeCount];
        var any = false;
        for (var p = 0; p < problem.ReplicaCount; p++)
        {
            if (end[p] >= 0 && end[p] != problem.Origin(p))
            {
                any = true;
                load[end[p]] += transfer[p];
                if (problem.Origin(p) >= 0)
                {
                    load[problem.Origin(p)] += transfer[p];
                }
            }
        }

        return any ? limits.StartMilliseconds + MoveState.TransferTime(load.Max(), limits) : 0;
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
