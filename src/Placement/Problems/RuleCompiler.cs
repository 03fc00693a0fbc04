using Placement.Model;

namespace Placement.Problems;

/// <summary>Turns the named rules, taints and node states of a model into dense ones.</summary>
internal sealed class RuleCompiler(
    ClusterModel model,
    Dictionary<string, int> workloads,
    Dictionary<string, int> nodes,
    Dictionary<string, int> levels,
    Dictionary<string, int> replicas)
{
    public ProblemDefinition Apply(ProblemDefinition definition)
    {
        var eligible = Eligible(out var mayStay);
        return definition with
        {
            Eligible = eligible,
            MayStay = mayStay,
            PinnedNode = Pins(definition.DemandClass.Length),
            DomainLimits = [.. model.Rules.OfType<ReplicaLimit>().Select(r => new DomainLimit(workloads[r.Workload], Level(r.Label), r.Max, r.Strictness, r.Weight))],
            Spreads = [.. model.Rules.OfType<Spread>().Select(r => new DomainSpread(workloads[r.Workload], levels[r.Label], r.MinDomains, r.Strictness, r.Weight))],
            CoLocations = [.. model.Rules.OfType<CoLocationLimit>().Select(r => new NodeCoLocation(workloads[r.Workload], workloads[r.Other], r.Max, r.Strictness, r.Weight))],
            Dependencies = [.. model.Rules.OfType<Affinity>().Select(r => new DomainDependency(workloads[r.Workload], workloads[r.Other], Level(r.Label), r.Strictness, r.Weight))],
            Balances = [.. model.Rules.OfType<Balance>().Select(r => new ResourceBalance(Resource(r.First), Resource(r.Second), r.Target, r.Weight))],
            HeadroomLevels = [.. model.Rules.OfType<Headroom>().Select(r => Level(r.Label)).Distinct()],
            MaxMoves = model.Rules.OfType<MoveLimit>().Select(r => r.Max).DefaultIfEmpty(int.MaxValue).Min(),
        };
    }

    private int Level(string? label) => label is null ? -1 : levels[label];

    private int Resource(string name) => model.Resources.Index().First(r => r.Item.Name == name).Index;

    private bool[]?[] Eligible(out bool[]? mayStay)
    {
        var selectors = model.Rules.OfType<NodeSelector>().ToLookup(r => r.Workload, StringComparer.Ordinal);
        var stay = new List<bool>();
        var rows = model.Workloads.Select(workload =>
        {
            var row = new bool[model.Nodes.Count];
            for (var n = 0; n < row.Length; n++)
            {
                row[n] = model.Nodes[n].State == NodeState.Open && IsPermitted(workload, model.Nodes[n], selectors[workload.Id], false);
            }

            foreach (var replica in workload.Replicas)
            {
                stay.Add(replica.Node is { } id && model.Nodes[nodes[id]] is { State: not NodeState.Draining } node && IsPermitted(workload, node, selectors[workload.Id], true));
            }

            return Array.TrueForAll(row, on => on) ? null : row;
        }).ToArray();
        mayStay = stay.Contains(true) ? [.. stay] : null;
        return rows;
    }

    /// <summary>Whether selectors and taints permit a node; a rule that must only not worsen does not drive out what is there already.</summary>
    private static bool IsPermitted(Workload workload, Node node, IEnumerable<NodeSelector> selectors, bool isThere) =>
        node.Taints.All(taint => workload.Tolerations.Any(t => t.Covers(taint)))
        && selectors.All(s => (isThere && s.Strictness == RuleStrictness.DoNotWorsen) || (node.Labels.TryGetValue(s.Label, out var value) && s.Values.Contains(value)));

    private int[]? Pins(int count)
    {
        var pins = model.Rules.OfType<Pin>().ToList();
        if (pins.Count == 0)
        {
            return null;
        }

        var pinned = new int[count];
        Array.Fill(pinned, -1);
        foreach (var pin in pins)
        {
            IEnumerable<string> bound = pin.Replica is { } one ? [one] : model.Workloads[workloads[pin.Workload]].Replicas.Select(r => r.Id);
            foreach (var id in bound)
            {
                pinned[replicas[id]] = nodes[pin.Node];
            }
        }

        return pinned;
    }
}
