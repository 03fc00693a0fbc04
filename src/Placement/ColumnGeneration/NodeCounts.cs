using System.Globalization;
using Google.OrTools.Sat;
using Placement.ConstraintModels;
using Placement.Solving;

namespace Placement.ColumnGeneration;

/// <summary>
/// How many nodes of each class a plan can use: whole numbers with room for the demand of each resource, whose worth at the prices of demand covers all demand.
/// Every plan keeps to that, so what the cheapest such numbers cost is a bound, and sets below a cost are where to look for better plans.
/// </summary>
internal sealed class NodeCounts(PatternSpace space)
{
    private const int MaxClasses = 5_000;
    private const long MaxTerm = 1L << 58;

    /// <summary>The most steps that all nodes may cost: the solver tells its bound as a double, which must be exact to the step.</summary>
    private const long MaxCost = 1L << 50;
    private const int MaxSeconds = 2;

    /// <summary>Parts in which a node's share of all demand is counted.</summary>
    private const long Shares = 1 << 24;

    /// <summary>The least cost of node counts, or 0 when it was not found.</summary>
    public long Least(BoundCertificate? worths, CancellationToken stop)
    {
        if (Model(worths, long.MaxValue) is not var (model, nodes, _))
        {
            return 0;
        }

        model.Minimize(Cost(nodes));
        return Run(model, nodes, stop).Bound is > 0 and var bound ? (long)Math.Ceiling(bound - 1e-6) * space.Step : 0;
    }

    /// <summary>Node counts that cost at most so much and are worth most, so that a plan is likeliest to fit.</summary>
    /// <param name="worths">Prices of demand, or <see langword="null"/>.</param>
    /// <param name="most">The most they may cost.</param>
    /// <param name="stop">Ends without an answer.</param>
    /// <returns>The nodes of each class, or <see langword="null"/>.</returns>
    public int[]? Below(BoundCertificate? worths, long most, CancellationToken stop)
    {
        if (Model(worths, most) is not var (model, nodes, room))
        {
            return null;
        }

        model.Maximize(room);
        return Run(model, nodes, stop).Values is { } values ? [.. values.Select(v => (int)v)] : null;
    }

    private (CpModel Model, IntVar[] Nodes, LinearExpr Room)? Model(BoundCertificate? worths, long most)
    {
        if (space.Nodes.Count > MaxClasses || space.Problem.MayLeaveUnplaced || Sum(space.Price.Select((price, k) => (Int128)price * space.NodeCount[k])) / space.Step > MaxCost)
        {
            return null;
        }

        var model = new CpModel();
        IntVar[] nodes = [.. space.NodeCount.Select(count => model.NewIntVar(0, count, ""))];
        var least = model.NewIntVar(0, MaxTerm, "");
        for (var d = 0; d < space.Problem.DimensionCount; d++)
        {
            var capacity = space.Nodes.Members.Select(m => space.Problem.Capacity(m[0])[d]).ToArray();
            var demand = Sum(space.Groups.Members.Select((m, g) => (Int128)space.Demand[g] * space.Problem.Demand(m[0])[d]));
            if (Covers(model, nodes, capacity, demand) is null)
            {
                return null;
            }

            if (demand > 0)
            {
                model.Add(LinearExpr.WeightedSum(nodes, capacity.Select(c => (long)Int128.Min(Shares, c * (Int128)Shares / demand))) >= least);
            }
        }

        // Without prices of demand, the room is that of the scarcest resource.
        var room = worths is null ? least : Covers(model, nodes, worths.NodeWorth, Sum(space.Demand.Select((count, g) => (Int128)count * worths.ClassWorth[g])));
        if (room is null)
        {
            return null;
        }

        if (most < long.MaxValue)
        {
            model.Add(Cost(nodes) <= most / space.Step);
        }

        return (model, nodes, room);
    }

    /// <summary>Adds that the nodes together have as much as is asked; <see langword="null"/> when that does not fit the solver's numbers.</summary>
    private LinearExpr? Covers(CpModel model, IntVar[] nodes, IReadOnlyList<long> has, Int128 total)
    {
        if (total > MaxTerm || Sum(has.Select((h, k) => (Int128)h * space.NodeCount[k])) > MaxTerm)
        {
            return null;
        }

        var sum = LinearExpr.WeightedSum(nodes, has);
        model.Add(sum >= (long)total);
        return sum;
    }

    private static Int128 Sum(IEnumerable<Int128> parts) => parts.Aggregate((Int128)0, (sum, part) => sum + part);

    private LinearExpr Cost(IntVar[] nodes) => LinearExpr.WeightedSum(nodes, space.Price.Select(p => p / space.Step));

    private CpSatRun Run(CpModel model, IntVar[] nodes, CancellationToken stop)
    {
        var parameters = space.Meter.IsLimited ? string.Create(CultureInfo.InvariantCulture, $"max_deterministic_time:{Math.Max(1, Math.Min(1000, space.Meter.Left)) / 1000.0}") : "";
        var run = CpSatRun.Solve(model, nodes, space.Meter.IsLimited ? TimeSpan.FromHours(1) : TimeSpan.FromSeconds(MaxSeconds), 1, 1, null, parameters, stop);
        space.Meter.Spend((long)(run.Work * 1e9));
        return run;
    }
}
