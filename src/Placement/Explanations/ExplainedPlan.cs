using System.Globalization;
using Placement.Model;
using Placement.Problems;

namespace Placement.Explanations;

/// <summary>A model with an assignment, in which one replica is tried in one place after another. Every verdict is the checker's.</summary>
internal sealed class ExplainedPlan
{
    private readonly int[] _places;
    private readonly Dictionary<(ReasonCode, int, int), long> _known;

    public ExplainedPlan(ClusterModel model, PlacementProblem problem, Assignment assignment, int replica)
    {
        (Model, Problem, Replica) = (model, problem, replica);
        _places = assignment.Nodes.ToArray();
        Planned = _places[replica];
        _places[replica] = Assignment.Unplaced;
        var without = AssignmentChecker.Check(problem, new Assignment(_places));
        CostWithout = without.Cost.Total;
        _known = Amounts(without.Violations);
    }

    public ClusterModel Model { get; }

    public PlacementProblem Problem { get; }

    public int Replica { get; }

    /// <summary>Gets the node it is planned on, or -1.</summary>
    public int Planned { get; }

    /// <summary>Gets the cost of the plan without the replica.</summary>
    public long CostWithout { get; }

    /// <summary>Gets where everything is; the replica itself is unplaced.</summary>
    public ReadOnlySpan<int> Places => _places;

    /// <summary>The plan with the replica on a node, and others moved.</summary>
    public CheckResult Check(int node, IEnumerable<(int Replica, int Node)> moves)
    {
        var places = (int[])_places.Clone();
        foreach (var (other, to) in moves)
        {
            places[other] = to;
        }

        places[Replica] = node;
        return AssignmentChecker.Check(Problem, new Assignment(places));
    }

    /// <summary>What is broken that was not broken as badly without the replica.</summary>
    public List<Violation> Caused(CheckResult check)
    {
        var rest = new Dictionary<(ReasonCode, int, int), long>(_known);
        var caused = new List<Violation>();
        foreach (var violation in check.Violations.Where(v => v.Code != ReasonCode.Unplaced))
        {
            var left = rest.GetValueOrDefault(Key(violation));
            rest[Key(violation)] = Math.Max(0, left - violation.Amount);
            if (violation.Amount > left)
            {
                caused.Add(violation);
            }
        }

        return caused;
    }

    public Refusal InWords(Violation v) => new() { Code = v.Code, Amount = v.Amount, Resource = v.Dimension < 0 ? null : Resource(v.Dimension).Name, Text = Text(v) };

    public ResourceDefinition Resource(int dimension) => Model.Resources[dimension / Problem.SlotCount];

    public static string Amount(ResourceDefinition resource, long amount) => resource.Unit == "bytes"
        ? string.Create(CultureInfo.InvariantCulture, $"{amount / (double)(1L << 30):0.##} GiB of {resource.Name}")
        : string.Create(CultureInfo.InvariantCulture, $"{amount:#,##0} {resource.Unit} of {resource.Name}");

    private static Dictionary<(ReasonCode, int, int), long> Amounts(IEnumerable<Violation> violations) =>
        violations.GroupBy(Key).ToDictionary(g => g.Key, g => g.Sum(v => v.Amount));

    private static (ReasonCode, int, int) Key(Violation v) => (v.Code, v.Node, v.Dimension);

    private string Text(Violation v) => v.Code switch
    {
        ReasonCode.Capacity or ReasonCode.TransientCapacity when v.Dimension >= 0 => $"{Amount(Resource(v.Dimension), v.Amount)} too little",
        ReasonCode.NotEligible => "a selector, a taint or the node's state forbids it",
        ReasonCode.Pinned => "pinned to another node",
        ReasonCode.DomainLimit => "too many replicas of its workload on the node or in its domain",
        ReasonCode.Spread => "its workload would lie in too few domains",
        ReasonCode.CoLocation => "kept apart from a workload on the node",
        ReasonCode.Dependency => "a workload that is needed beside it is absent",
        ReasonCode.Headroom => "the rest could not absorb the loss of a node",
        ReasonCode.MoveLimit => "more replicas would move than permitted",
        _ => v.Message,
    };
}
