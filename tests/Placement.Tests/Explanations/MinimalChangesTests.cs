using CsCheck;
using Placement.Explanations;
using Placement.Model;
using Placement.Problems;

namespace Placement.Tests.Explanations;

/// <summary>Each set of changes suffices, and none of its elements is one too many: tried on the changed model by the checker, outside the explainer.</summary>
public sealed class MinimalChangesTests
{
    private static readonly string[] Zones = ["a", "b"];

    private static readonly Gen<Node> GenNode =
        from cpu in Gen.Long[1, 8]
        from memory in Gen.Long[1, 8]
        from zone in Gen.Int[0, 1]
        from taint in Gen.Int[0, 4]
        from state in Gen.Int[0, 5]
        from price in Gen.Long[1, 9]
        select new Node
        {
            Id = "",
            Capacity = [cpu, memory],
            PriceMicroDollarsPerHour = price,
            Labels = new Dictionary<string, string> { ["zone"] = Zones[zone] },
            Taints = taint == 0 ? [new Taint { Key = "gpu" }] : [],
            State = state == 0 ? NodeState.Cordoned : NodeState.Open,
        };

    private static readonly Gen<(Workload Workload, int Rule)> GenWorkload =
        from cpu in Gen.Long[0, 4]
        from memory in Gen.Long[0, 4]
        from replicas in Gen.Int[1, 3]
        from rule in Gen.Int[0, 6]
        select (new Workload { Id = "", Demand = [cpu, memory], Replicas = [.. Enumerable.Range(0, replicas).Select(i => new Replica { Id = $"{i}" })] }, rule);

    private static readonly Gen<ClusterModel> GenModel =
        from nodes in GenNode.Array[1, 5]
        from workloads in GenWorkload.Array[1, 5]
        select new ClusterModel
        {
            Nodes = [.. nodes.Select((n, i) => n with { Id = $"n{i}" })],
            Workloads = [.. workloads.Select((w, i) => w.Workload with { Id = $"w{i}", Replicas = [.. w.Workload.Replicas.Select(r => r with { Id = $"w{i}/{r.Id}" })] })],
            Rules = [.. workloads.Select((w, i) => Rule(w.Rule, $"w{i}", $"w{(i + 1) % workloads.Length}", w.Workload.Replicas.Count)).OfType<PlacementRule>().DistinctBy(r => r.Describe())],
        };

    private static PlacementRule? Rule(int kind, string workload, string other, int replicas) => kind switch
    {
        0 => new ReplicaLimit { Workload = workload, Max = 1 },
        1 when replicas > 1 => new Spread { Workload = workload, Label = "zone", MinDomains = 2 },
        2 when workload != other => new CoLocationLimit { Workload = workload, Other = other, Max = 0 },
        3 when workload != other => new Affinity { Workload = workload, Other = other, Label = "zone" },
        4 => new NodeSelector { Workload = workload, Label = "zone", Values = ["a"] },
        5 => new Headroom(),
        _ => null,
    };

    [Fact]
    public void A_set_of_changes_suffices_and_each_of_its_elements_is_needed()
    {
        var cases = from model in GenModel from seed in Gen.Int[0, 1_000_000] select (model, seed);
        var seen = 0;
        cases.Sample(
            c =>
            {
                var replicas = c.model.Workloads.SelectMany(w => w.Replicas).ToList();
                var random = new Random(c.seed);
                var places = replicas.Select(_ => random.Next(-1, c.model.Nodes.Count)).ToArray();
                var index = random.Next(replicas.Count);
                places[index] = -1;
                foreach (var set in PlacementExplainer.Explain(c.model, new Assignment(places), replicas[index].Id)[0].WouldFit)
                {
                    Interlocked.Increment(ref seen);
                    Assert.True(Fits(c.model, places, index, set, set.Changes), $"{set} on {set.Node} does not suffice");
                    foreach (var left in set.Changes)
                    {
                        Assert.False(Fits(c.model, places, index, set, [.. set.Changes.Where(x => !ReferenceEquals(x, left))]), $"{set} on {set.Node} does not need {left}");
                    }
                }
            },
            iter: 500);
        Assert.True(seen > 500, $"only {seen} sets were seen");
    }

    private static bool Fits(ClusterModel model, int[] places, int index, FitChangeSet set, IReadOnlyList<FitChange> changes)
    {
        var workload = model.Workloads.Single(w => w.Replicas.Any(r => r.Id == model.Workloads.SelectMany(x => x.Replicas).ElementAt(index).Id));
        var names = model.Workloads.SelectMany(w => w.Replicas).Select(r => r.Id).ToList();
        var moved = (int[])places.Clone();
        foreach (var change in changes)
        {
            var node = model.Nodes.FirstOrDefault(n => n.Id == change.Node);
            switch (change.Kind)
            {
                case FitChangeKind.MoreCapacity:
                    var resource = change.Resource == "cpu" ? 0 : 1;
                    model = model with { Nodes = [.. model.Nodes.Select(n => n != node ? n : n with { Capacity = [.. n.Capacity.Select((v, r) => v + (r == resource ? change.Amount : 0))] })] };
                    break;
                case FitChangeKind.MoveAway:
                    moved[names.IndexOf(change.Replica!)] = model.Nodes.ToList().FindIndex(n => n.Id == change.Node);
                    break;
                case FitChangeKind.Tolerate:
                    model = model with { Workloads = [.. model.Workloads.Select(w => w.Id != workload.Id ? w : w with { Tolerations = [new() { Key = "gpu" }] })] };
                    break;
                case FitChangeKind.OpenNode:
                    model = model with { Nodes = [.. model.Nodes.Select(n => n != node ? n : n with { State = NodeState.Open })] };
                    break;
                case FitChangeKind.AddNode:
                    model = model with { Nodes = [.. model.Nodes, node! with { Id = "extra", State = NodeState.Open }] };
                    break;
                case FitChangeKind.LiftRule:
                    model = model with { Rules = [.. model.Rules.Where(r => !change.Text.Contains($"'{r.Describe()}'", StringComparison.Ordinal))] };
                    break;
            }
        }

        var at = set.Changes[0].Kind == FitChangeKind.AddNode ? model.Nodes.ToList().FindIndex(n => n.Id == "extra") : model.Nodes.ToList().FindIndex(n => n.Id == set.Node);
        if (at < 0)
        {
            return false;
        }

        var problem = ProblemCompiler.Compile(model);
        var before = Broken(problem, places);
        moved[index] = at;
        return Broken(problem, moved).All(b => b.Value <= before.GetValueOrDefault(b.Key));
    }

    private static Dictionary<(ReasonCode, int, int), long> Broken(PlacementProblem problem, int[] places) =>
        AssignmentChecker.Check(problem, new Assignment(places)).Violations.Where(v => v.Code != ReasonCode.Unplaced).GroupBy(v => (v.Code, v.Node, v.Dimension)).ToDictionary(g => g.Key, g => g.Sum(v => v.Amount));
}
