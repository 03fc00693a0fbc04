using Placement.Bounds;
using Placement.Problems;

namespace Placement.ColumnGeneration;

/// <summary>What column generation sees of a problem: groups of replicas to cover, classes of nodes to fill, and a pricer a class. Everything else is relaxed.</summary>
internal sealed class PatternSpace
{
    /// <summary>The share of a step by which a program's objective may be off: above the perturbation of its right-hand sides.</summary>
    public const double Tolerance = 1e-3;
    private const int MaxScaleBits = 36;

    public PatternSpace(PlacementProblem problem, WorkMeter meter)
    {
        Problem = problem;
        Meter = meter;
        Groups = ReplicaGroups.Of(problem);
        Nodes = NodeClasses.Of(problem);
        Demand = [.. Groups.Members.Select(m => m.Length)];
        NodeCount = [.. Nodes.Members.Select(m => m.Length)];
        Price = [.. Nodes.Members.Select(m => problem.Price(m[0]))];
        Step = Math.Max(1, CostSteps.Of(problem));
        Pricers = [.. Nodes.Members.Select(m => new PatternPricer(problem, Groups, m[0], meter))];
        var most = Math.Max(1, Price.Max());
        Scale = Math.Max(1, (1L << MaxScaleBits) / most);
        // A node bought for one replica alone is a cap on its worth while nodes last; the factor covers scarce classes.
        Penalty = [.. Groups.Members.Select(m => problem.MayLeaveUnplaced ? problem.UnplacedCost(m[0]) : 20.0 * most)];
    }

    public PlacementProblem Problem { get; }

    /// <summary>Gets what counts the work of everything done on this space.</summary>
    public WorkMeter Meter { get; }

    public ReplicaGroups Groups { get; }

    public NodeClasses Nodes { get; }

    /// <summary>Gets the replicas of each group.</summary>
    public int[] Demand { get; }

    /// <summary>Gets the nodes of each class.</summary>
    public int[] NodeCount { get; }

    public long[] Price { get; }

    /// <summary>Gets the divisor of all costs that patterns can sum to.</summary>
    public long Step { get; }

    public PatternPricer[] Pricers { get; }

    /// <summary>Gets the denominator of integer worths.</summary>
    public long Scale { get; }

    /// <summary>Gets the cost of leaving one replica of a group uncovered.</summary>
    public double[] Penalty { get; }

    /// <summary>Whether the fixed price of nodes gives column generation something to do, at a size where it can.</summary>
    public static bool IsUseful(PlacementProblem problem) => Array.Exists(problem.PriceTable, p => p > 0) && problem.DimensionCount <= 64;

    /// <summary>Rounds a program's objective up to the next cost that patterns can sum to; proves nothing.</summary>
    public long RoundUp(double cost) => Math.Max(0, (long)Math.Ceiling((cost / Step) - Tolerance)) * Step;
}
