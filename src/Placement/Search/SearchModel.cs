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
    private const int NearShare = 8;     // the cheapest one in so many nodes are near
    private const double MostRoom = 1L << 58; // of all nodes together, so that no sum of lacks overflows

    public readonly PlacementProblem Problem;
    public readonly RuleTables Rules;
    public readonly int Stride;            // padded dimensions
    public readonly int CostStride;        // padded cost terms
    public readonly long[] Rows;           // class -> demand (Stride), demand without transient dimensions (Stride), cost terms (CostStride)
    public readonly int[] RowOf;           // replica -> start in Rows
    public readonly long[] Capacity;       // node x Stride
    public readonly long[] EmptyExcess;    // node x CostStride: the cost terms of a node without replicas
    public readonly double LackUnit;       // cost of a weighted unit of lacking room that is about as dear as load or as a node
    public readonly double[] UnitShare;    // place in a row -> one unit as a share of the fleet's capacity
    public readonly WeightedDraw BySize;   // draws replicas, each as often as the square root of its size says
    public readonly bool HasTransient;
    public readonly bool HasPrices;
    public readonly bool HasEligibility;
    public readonly bool HasMoveLimit;
    public readonly bool HasCustom;
    public readonly bool HasSavings;       // a term beyond load, balance and moves can make a move cheaper
    public readonly bool HasGlobalRules;   // something that concerns a replica of any workload beyond load, balance and its move
    private readonly int _firstRow;
    private readonly int _rowLength;
    private readonly int[]?[] _nearTo;     // node -> the nodes near to it, made when first asked for

    public SearchModel(PlacementProblem problem)
    {
        Problem = problem;
        Rules = new RuleTables(problem);
        var dimensions = problem.DimensionCount;
        Stride = Lanes.Padded(dimensions);
        var terms = new LoadTerms(problem);
        CostStride = Lanes.Padded(terms.Count);

        var weight = RoomWeights(problem);
        _rowLength = Lanes.Lines((2 * Stride) + CostStride);
        (Rows, _firstRow) = Lanes.Aligned(problem.DemandClassCount * _rowLength);
        for (var c = 0; c < problem.DemandClassCount; c++)
        {
            var row = Rows.AsSpan(StartOf(c), _rowLength);
            var demand = problem.ClassDemand(c);
            for (var d = 0; d < dimensions; d++)
            {
                row[d] = weight[d] * demand[d];
                row[Stride + d] = problem.IsTransient(d) ? 0 : row[d];
            }

            terms.Added.AsSpan(c * terms.Count, terms.Count).CopyTo(row[(2 * Stride)..]);
        }

        RowOf = [.. problem.DemandClassTable.Select(StartOf)];
        Capacity = new long[problem.NodeCount * Stride];
        EmptyExcess = new long[problem.NodeCount * CostStride];
        for (var n = 0; n < problem.NodeCount; n++)
        {
            for (var d = 0; d < dimensions; d++)
            {
                Capacity[(n * Stride) + d] = weight[d] * problem.Capacity(n)[d];
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
        BySize = SizeDraw();
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
        var row = RowOfClass(demandClass);
        var size = 0.0;
        for (var i = 0; i < Stride; i++)
        {
            size += row[i] * UnitShare[i];
        }

        return size;
    }

    /// <summary>The nodes that are cheapest to have moved to from a node, in no particular order; none when all cost the same. Safe to ask from several threads.</summary>
    public ReadOnlySpan<int> NearTo(int node) => _nearTo[node] ??= Nearest(node);

    private int StartOf(int demandClass) => _firstRow + (demandClass * _rowLength);

    private ReadOnlySpan<long> RowOfClass(int demandClass) => Rows.AsSpan(StartOf(demandClass), (2 * Stride) + CostStride);

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

    /// <summary>Draws replicas by their size: each as often as its square root says.</summary>
    private WeightedDraw SizeDraw()
    {
        var weight = Enumerable.Range(0, Problem.DemandClassCount).Select(c => Math.Sqrt(CostSize(c))).ToArray();
        return new(Array.ConvertAll(Problem.DemandClassTable, c => weight[c]));
    }

    /// <summary>The size of a class as its load and balance terms weigh it; without such terms, its size.</summary>
    private double CostSize(int demandClass)
    {
        var size = 0.0;
        foreach (var term in RowOfClass(demandClass)[(2 * Stride)..])
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
}
