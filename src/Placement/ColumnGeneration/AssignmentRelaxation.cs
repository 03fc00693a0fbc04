using Google.OrTools.LinearSolver;

namespace Placement.ColumnGeneration;

/// <summary>
/// The linear relaxation that cuts replicas over node classes, and nodes too: per class, what its replicas demand is at most what its nodes hold. Small and
/// quick; where a node holds many replicas, its value is close to that of the program over patterns, and its duals are a place to start that program from.
/// </summary>
/// <remarks>Floating point throughout; nothing here proves anything.</remarks>
internal sealed class AssignmentRelaxation
{
    /// <summary>Up to so many pairs of group and class the replicas that fit on one node tighten the program.</summary>
    private const int MaxTightPairs = 4_000;
    private const int MaxPairs = 200_000;
    private readonly double[][] _replicas;

    private AssignmentRelaxation(double[][] replicas, double[] nodes, double[] groupWorth, double[] nodeExcess)
    {
        _replicas = replicas;
        Nodes = nodes;
        GroupWorth = groupWorth;
        NodeExcess = nodeExcess;
    }

    /// <summary>Gets how many nodes of each class are bought.</summary>
    public double[] Nodes { get; }

    /// <summary>Gets the worth of one replica of each group; all 0 when nodes were whole.</summary>
    public double[] GroupWorth { get; }

    /// <summary>Gets the worth of one node of each class beyond its price; all 0 when nodes were whole.</summary>
    public double[] NodeExcess { get; }

    /// <summary>How many replicas of a group the nodes of a class hold.</summary>
    public double Replicas(int nodeClass, int group) => _replicas[nodeClass][group];

    /// <summary>Solves the relaxation, or returns <see langword="null"/> when it is too large or the engine fails.</summary>
    /// <param name="space">Groups and classes.</param>
    /// <param name="demand">The replicas of each group.</param>
    /// <param name="nodes">The nodes of each class.</param>
    /// <param name="whole">Whether nodes are bought whole; replicas are cut all the same.</param>
    public static AssignmentRelaxation? Solve(PatternSpace space, int[] demand, int[] nodes, bool whole)
    {
        var pairs = (long)demand.Length * nodes.Length;
        using var solver = pairs > MaxPairs ? null : Solver.CreateSolver(whole ? "SCIP" : "GLOP");
        if (solver is null)
        {
            return null;
        }

        var cover = demand.Select(d => solver.MakeConstraint(d, double.PositiveInfinity)).ToArray();
        for (var g = 0; g < cover.Length; g++)
        {
            Add(cover[g], solver.MakeNumVar(0, double.PositiveInfinity, ""), 1, solver, space.Penalty[g]);
        }

        var bought = new Variable[nodes.Length];
        var limit = new Constraint[nodes.Length];
        var placed = new Variable?[nodes.Length][];
        for (var k = 0; k < nodes.Length; k++)
        {
            bought[k] = whole ? solver.MakeIntVar(0, nodes[k], "") : solver.MakeNumVar(0, double.PositiveInfinity, "");
            limit[k] = solver.MakeConstraint(double.NegativeInfinity, nodes[k]);
            Add(limit[k], bought[k], 1, solver, space.Price[k]);
            placed[k] = Place(solver, space, k, demand, bought[k], cover, pairs <= MaxTightPairs);
        }

        if (solver.Solve() != Solver.ResultStatus.OPTIMAL)
        {
            return null;
        }

        return new(
            [.. placed.Select(row => row.Select(y => y?.SolutionValue() ?? 0).ToArray())],
            [.. bought.Select(x => x.SolutionValue())],
            whole ? new double[demand.Length] : [.. cover.Select(c => Math.Max(0, c.DualValue()))],
            whole ? new double[nodes.Length] : [.. limit.Select(c => Math.Max(0, -c.DualValue()))]);
    }

    private static Variable?[] Place(Solver solver, PatternSpace space, int k, int[] demand, Variable nodes, Constraint[] cover, bool tight)
    {
        var node = space.Nodes.Members[k][0];
        var capacity = space.Problem.Capacity(node);
        var holds = new Constraint[capacity.Length];
        for (var d = 0; d < holds.Length; d++)
        {
            // In shares of one node.
            holds[d] = solver.MakeConstraint(double.NegativeInfinity, 0);
            holds[d].SetCoefficient(nodes, -1);
        }

        var placed = new Variable?[demand.Length];
        var pricer = space.Pricers[k];
        for (var i = 0; i < pricer.Groups.Length; i++)
        {
            var g = pricer.Groups[i];
            if (demand[g] == 0)
            {
                continue;
            }

            // Without an upper bound, whose dual would be missing from the worths.
            var y = solver.MakeNumVar(0, double.PositiveInfinity, "");
            placed[g] = y;
            cover[g].SetCoefficient(y, 1);
            var amounts = space.Problem.Demand(space.Groups.Members[g][0]);
            for (var d = 0; d < holds.Length; d++)
            {
                if (amounts[d] > 0)
                {
                    holds[d].SetCoefficient(y, (double)amounts[d] / capacity[d]);
                }
            }

            if (tight || space.Groups.MaxPerNode[g] < int.MaxValue)
            {
                var most = solver.MakeConstraint(double.NegativeInfinity, 0);
                most.SetCoefficient(y, 1);
                most.SetCoefficient(nodes, -pricer.MaxAt(i));
            }
        }

        return placed;
    }

    private static void Add(Constraint row, Variable column, double coefficient, Solver solver, double cost)
    {
        row.SetCoefficient(column, coefficient);
        solver.Objective().SetCoefficient(column, cost);
    }
}
