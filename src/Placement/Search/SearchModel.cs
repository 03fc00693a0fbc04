using Placement.Bounds;
using Placement.Problems;

namespace Placement.Search;

/// <summary>A problem laid out for search: rows padded for <see cref="Lanes"/>, weights multiplied in, rules by workload. Frozen; shared by all threads.</summary>
/// <remarks>
/// Every load and balance cost is the positive part of a value that is linear in the usage: <c>w x max(0, U - T) = max(0, wU - wT)</c>, and
/// <c>w x max(0, t x A1 - A2) = max(0, wt x (C1 - U1) - w x (C2 - U2))</c>. So both kinds are one row of cost terms a node, to which a replica adds its own row.
/// </remarks>
internal sealed class SearchModel
{
    private const int DrawsPerReplica = 8;
    private const int NearShare = 8;     // the cheapest one in so many nodes are near
    private const double MostRoom = 1L << 58; // of all nodes together, so that no sum of lacks overflows

    public readonly PlacementProblem Problem;
    public readonly RuleTables Rules;
    public readonly int Stride;            // padded dimensions
    public readonly int CostStride;        // padded cost terms
    public readonly int[] DimensionOrder;  // place in a row -> dimension, scarcest first so that most misfits end in the first lanes
    public readonly long[] Demand;         // class x Stride
    public readonly long[] StayDemand;     // class x Stride, 0 in transient dimensions
    public readonly long[] CostDemand;     // class x CostStride
    public readonly long[] Capacity;       // node x Stride
    public readonly long[] EmptyExcess;    // node x CostStride: the cost terms of a node without replicas
    public readonly int[] DemandRow;       // replica -> start in Demand and StayDemand
    public readonly int[] CostRow;         // replica -> start in CostDemand
    public readonly double LackUnit;       // cost of a weighted unit of lacking room that is about as dear as load or as a node
    public readonly double[] UnitShare;    // place in a row -> one unit as a share of the fleet's capacity
    public readonly int[] BySize;          // replicas to draw from, each as often as the square root of its size says
    public readonly bool HasTransient;
    public readonly bool HasPrices;
    public readonly bool HasEligibility;
    public readonly bool HasMoveLimit;
    public readonly bool HasCustom;
    public readonly bool HasSavings;       // a term beyond load, balance and moves can make a move cheaper
    public readonly bool HasGlobalRules;   // something that concerns a replica of any workload beyond load, balance and its move
    private readonly int[]?[] _nearTo;     // node -> the nodes near to it, made when first asked for

    public SearchModel(PlacementProblem problem)
    {
        Problem = problem;
        Rules = new RuleTables(problem);
        var dimensions = problem.DimensionCount;
        DimensionOrder = OrderByScarcity(problem);
        Stride = Lanes.Padded(dimensions);
        var terms = new LoadTerms(problem);
        CostStride = Lanes.Padded(terms.Count);

        var weight = RoomWeights(problem);
        Demand = new long[problem.DemandClassCount * Stride];
        StayDemand = new long[Demand.Length];
        CostDemand = new long[problem.DemandClassCount * CostStride];
        for (var c = 0; c < problem.DemandClassCount; c++)
        {
            var demand = problem.ClassDemand(c);
            for (var i = 0; i < dimensions; i++)
            {
                var d = DimensionOrder[i];
                Demand[(c * Stride) + i] = weight[d] * demand[d];
                StayDemand[(c * Stride) + i] = problem.IsTransient(d) ? 0 : weight[d] * demand[d];
            }

            terms.Added.AsSpan(c * terms.Count, terms.Count).CopyTo(CostDemand.AsSpan(c * CostStride));
        }

        Capacity = new long[problem.NodeCount * Stride];
        EmptyExcess = new long[problem.NodeCount * CostStride];
        for (var n = 0; n < problem.NodeCount; n++)
        {
            for (var i = 0; i < dimensions; i++)
            {
                var d = DimensionOrder[i];
                Capacity[(n * Stride) + i] = weight[d] * problem.Capacity(n)[d];
            }

            terms.Empty.AsSpan(n * terms.Count, terms.Count).CopyTo(EmptyExcess.AsSpan(n * CostStride));
        }

        LackUnit = terms.Count > 0 || !problem.PriceTable.AsSpan().ContainsAnyExcept(0) ? 1 : problem.PriceTable.Average() * dimensions / Math.Max(1, Capacity.Average() * Stride);
        UnitShare = new double[Stride];
        for (var i = 0; i < Capacity.Length; i++)
        {
            UnitShare[i % Stride] += Capacity[i];
        }

        UnitShare = [.. UnitShare.Select(total => total > 0 ? 1 / total : 0)];
        DemandRow = [.. problem.DemandClassTable.Select(c => c * Stride)];
        CostRow = [.. problem.DemandClassTable.Select(c => c * CostStride)];
        BySize = DrawTable();
        _nearTo = new int[problem.NodeCount][];
        HasTransient = problem.TransientTable.Contains(true) && problem.OriginTable.AsSpan().ContainsAnyExcept(-1);
        HasPrices = problem.PriceTable.AsSpan().ContainsAnyExcept(0);
        HasEligibility = problem.PinTable.AsSpan().ContainsAnyExcept(-1) || problem.EligibleTable.Any(row => row is not null);
        HasMoveLimit = problem.MaxMoves < problem.ReplicaCount;
        HasCustom = problem.CustomRules.Count > 0;
        HasSavings = HasPrices || HasCustom || problem.MayLeaveUnplaced || Rules.HasSoft.Contains(true);
        HasGlobalRules = HasPrices || HasMoveLimit || HasCustom || problem.HeadroomLevels.Count > 0;
    }

    /// <summary>The size of a class of demand: its shares of the fleet's capacity, summed over the dimensions.</summary>
    public double Size(int demandClass)
    {
        var size = 0.0;
        for (var i = 0; i < Stride; i++)
        {
            size += Demand[(demandClass * Stride) + i] * UnitShare[i];
        }

        return size;
    }

    /// <summary>The nodes that are cheapest to have moved to from a node, in no particular order; none when all cost the same. Safe to ask from several threads.</summary>
    public ReadOnlySpan<int> NearTo(int node) => _nearTo[node] ??= Nearest(node);

    private int[] Nearest(int node)
    {
        if (Problem.NodeMoveCostTable is not { } costs)
        {
            return [];
        }

        // Nodes that cost the same come in another order for each origin, so that not all origins have the same ones near.
        var count = Problem.NodeCount;
        var order = Enumerable.Range(0, count).Where(n => n != node).ToArray();
        var keys = Array.ConvertAll(order, n => ((long)costs[(node * count) + n] << 32) | ((uint)((n * 31) + node) * 2_654_435_761U));
        Array.Sort(keys, order);
        return order[..Math.Min(order.Length, Math.Max(1, count / NearShare))];
    }

    private int[] DrawTable()
    {
        var weight = Enumerable.Range(0, Problem.DemandClassCount).Select(c => Math.Sqrt(CostSize(c))).ToArray();
        var total = Problem.DemandClassTable.Sum(c => weight[c]);
        if (total == 0)
        {
            return [.. Enumerable.Range(0, Problem.ReplicaCount)];
        }

        var table = new List<int>(DrawsPerReplica * (Problem.ReplicaCount + 1));
        var until = 0.0;
        for (var p = 0; p < Problem.ReplicaCount; p++)
        {
            until += weight[Problem.DemandClassTable[p]] / total * DrawsPerReplica * Problem.ReplicaCount;
            while (table.Count + 0.5 < until)
            {
                table.Add(p);
            }
        }

        return [.. table];
    }

    /// <summary>The size of a class as its load and balance terms weigh it; without such terms, its size.</summary>
    private double CostSize(int demandClass)
    {
        var size = 0.0;
        foreach (var term in CostDemand.AsSpan(demandClass * CostStride, CostStride))
        {
            size += Math.Abs((double)term);
        }

        return CostStride == 0 ? Size(demandClass) : size;
    }

    /// <summary>What one unit of each dimension weighs when lacking room is priced: its load weight, or as much as makes a node of it weigh the same.</summary>
    private static long[] RoomWeights(PlacementProblem problem)
    {
        var total = new double[problem.DimensionCount];
        for (var i = 0; i < problem.CapacityTable.Length; i++)
        {
            total[i % total.Length] += problem.CapacityTable[i];
        }

        var weighted = Enumerable.Range(0, total.Length).Where(d => problem.LoadWeight(d) > 0).ToList();
        var common = weighted.Count > 0 ? weighted.Average(d => problem.LoadWeight(d) * total[d]) : total.DefaultIfEmpty().Max();
        return [.. total.Select((sum, d) => Math.Max(1, Math.Min(problem.LoadWeight(d) > 0 ? problem.LoadWeight(d) : (long)(common / Math.Max(1, sum)), (long)(MostRoom / Math.Max(1, sum)))))];
    }

    private static int[] OrderByScarcity(PlacementProblem problem)
    {
        var share = new double[problem.DimensionCount];
        for (var d = 0; d < share.Length; d++)
        {
            double demand = 0, capacity = 0;
            foreach (var c in problem.DemandClassTable)
            {
                demand += problem.DemandTable[(c * problem.DimensionCount) + d];
            }

            for (var n = 0; n < problem.NodeCount; n++)
            {
                capacity += problem.Capacity(n)[d];
            }

            share[d] = demand / Math.Max(1, capacity);
            if (problem.IsTransient(d))
            {
                share[d] *= 2;
            }
        }

        return [.. Enumerable.Range(0, share.Length).OrderByDescending(d => share[d])];
    }
}
