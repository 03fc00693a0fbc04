using CsCheck;
using Placement.Scheduling.Deciding;
using Placement.Testing;

namespace Placement.Scheduling.Tests;

public sealed class FleetIndexTests
{
    private static readonly string[] Zones = ["a", "b", "c"];

    private static readonly Gen<NodeReport> GenNode =
        from cpu in Gen.Int[1, 16]
        from memory in Gen.Int[1, 16]
        from zone in Gen.Int[0, 3]
        from tainted in Gen.Int[0, 5]
        from host in Gen.Int[0, 1_000_000]
        select new NodeReport
        {
            NodeId = "",
            CpuMillicores = cpu * 1000,
            MemoryBytes = (long)memory << 30,
            Labels = zone == 3
                ? new Dictionary<string, string> { ["host"] = $"h{host}" }
                : new Dictionary<string, string> { ["zone"] = Zones[zone], ["host"] = $"h{host}" },
            Taints = tainted == 0 ? [new Model.Taint { Key = "gpu" }] : [],
        };

    private static readonly Gen<ServiceSpec> GenSpec =
        from cpu in Gen.Int[0, 6000]
        from memory in Gen.Int[0, 6000]
        from alone in Gen.Int[0, 3]
        from spread in Gen.Int[0, 5]
        from selector in Gen.Int[0, 5]
        from tolerates in Gen.Bool
        from replicas in Gen.Int[1, 6]
        select new ServiceSpec
        {
            Name = "s",
            Command = ["x"],
            CpuMillicores = cpu,
            MemoryBytes = (long)memory << 20,
            Replicas = replicas,
            SelfAntiAffinity = alone == 0,
            Spread = spread switch
            {
                0 => [new SpreadRule { Label = "zone", MinDomains = 3 }],
                1 => [new SpreadRule { Label = "zone", MaxSkew = 1 }],
                2 => [new SpreadRule { Label = "host", MinDomains = 2 }],
                _ => [],
            },
            NodeSelector = selector == 0 ? new Dictionary<string, string> { ["zone"] = "b" } : new Dictionary<string, string>(),
            Tolerations = tolerates ? [new Model.Toleration { Key = "gpu" }] : [],
        };

    [Fact]
    public void The_index_decides_exactly_as_an_exhaustive_scan_under_all_rules()
    {
        var cases = from nodes in GenNode.Array[1, 40] from specs in GenSpec.Array[1, 30] select (nodes, specs);
        cases.Sample(
            c =>
            {
                var index = new FleetIndex();
                for (var n = 0; n < c.nodes.Length; n++)
                {
                    index.SetClosed(index.AddOrUpdate(c.nodes[n] with { NodeId = $"n{n}" }), n % 7 == 6 ? PendingCodes.Cordoned : null);
                }

                var placed = new List<(int Node, Demand Demand)>();
                foreach (var spec in c.specs)
                {
                    var rules = new RuleSet(spec, index);
                    var occupancy = new Occupancy();
                    occupancy.ClearDomains(rules.Spread);
                    var before = placed.Count;
                    for (var r = 0; r < spec.Replicas; r++)
                    {
                        var expected = ExhaustiveBestFit.Place(index, rules, occupancy, spec.Replicas);
                        var chosen = index.Place(rules, occupancy, spec.Replicas, 0);
                        Assert.Equal(expected, chosen);
                        if (chosen < 0)
                        {
                            break;
                        }

                        index.Reserve(chosen, rules.Demand);
                        placed.Add((chosen, rules.Demand));
                        occupancy.Enter(chosen);
                        for (var s = 0; s < rules.Spread.Length; s++)
                        {
                            occupancy.EnterDomain(s, rules.Spread[s].Column[chosen]);
                        }
                    }

                    // Let some go again, so that the index also shrinks.
                    if (placed.Count > before + 1)
                    {
                        index.Release(placed[^1].Node, placed[^1].Demand);
                        placed.RemoveAt(placed.Count - 1);
                    }
                }
            },
            iter: 400);
    }

    [Fact]
    public void Used_nodes_are_filled_before_an_empty_one_is_opened()
    {
        var index = Fleet(2, 4000);
        var rules = new RuleSet(Spec(1000), index);
        var first = index.Place(rules, new Occupancy(), 4, 0);
        index.Reserve(first, rules.Demand);
        Assert.Equal(first, index.Place(rules, new Occupancy(), 4, 0));
    }

    [Fact]
    public void A_node_that_refused_is_not_asked_again_before_its_time()
    {
        var index = Fleet(1, 4000);
        var rules = new RuleSet(Spec(1000), index);
        var occupancy = new Occupancy();
        occupancy.Refuse(0, 100);
        Assert.Equal(-1, index.Place(rules, occupancy, 1, 99));
        Assert.Equal(PendingCodes.RefusedRecently, Assert.Single(index.Refusals(rules, occupancy, 1, 99)).Code);
        Assert.Equal(0, index.Place(rules, occupancy, 1, 100));
    }

    [Fact]
    public void A_filter_and_a_scorer_of_the_host_are_heard()
    {
        var index = new FleetIndex { Filters = [new NotOn("n1")], Scorers = [new Dislikes("n0")] };
        for (var n = 0; n < 3; n++)
        {
            index.SetClosed(index.AddOrUpdate(new NodeReport { NodeId = $"n{n}", CpuMillicores = 4000, MemoryBytes = 1L << 32 }), null);
        }

        var rules = new RuleSet(Spec(1000), index);
        Assert.Equal(2, index.Place(rules, new Occupancy(), 1, 0));
        Assert.Equal("not-here", Assert.Single(index.Refusals(rules, new Occupancy(), 1, 0)).Code);
    }

    private static FleetIndex Fleet(int nodes, long cpu)
    {
        var index = new FleetIndex();
        for (var n = 0; n < nodes; n++)
        {
            index.SetClosed(index.AddOrUpdate(new NodeReport { NodeId = $"n{n}", CpuMillicores = cpu, MemoryBytes = 1L << 32 }), null);
        }

        return index;
    }

    private static ServiceSpec Spec(long cpu) => new() { Name = "s", Command = ["x"], CpuMillicores = cpu, MemoryBytes = 1 << 20 };

    private sealed class NotOn(string node) : INodeFilter
    {
        public string Code => "not-here";

        public bool Allows(in NodeView view, ServiceSpec service) => view.Report.NodeId != node;
    }

    private sealed class Dislikes(string node) : INodeScorer
    {
        public long Penalty(in NodeView view, ServiceSpec service) => view.Report.NodeId == node ? 1 : 0;
    }
}
