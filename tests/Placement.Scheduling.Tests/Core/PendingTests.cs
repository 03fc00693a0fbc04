using Placement.Model;

namespace Placement.Scheduling.Tests.Core;

public sealed class PendingTests
{
    [Fact]
    public void Each_node_says_why_it_does_not_take_a_replica()
    {
        var world = new CoreWorld(filters: [new NoLicence()]).Node("busy", cpu: 100).Node("small", memory: 10).Node("elsewhere", zone: "b").Node("closed", zone: "a").Node("unlicensed", zone: "a");
        var tainted = new NodeReport { NodeId = "tainted", CpuMillicores = 4_000, MemoryBytes = 4L << 30, Labels = new Dictionary<string, string> { ["zone"] = "a" }, Taints = [new Taint { Key = "gpu" }] };
        world.Fleet.AddNode(tainted);
        world.Advance(1);
        world.Ask((core, time, request) => core.Cordon(time, request, "closed"));
        world.Submit(CoreWorld.Service("web") with { NodeSelector = new Dictionary<string, string> { ["zone"] = "a" } });
        world.Submit(CoreWorld.Service("any") with { Tolerations = [new Toleration { Key = "gpu" }], Replicas = 0 });

        var why = world.Core.Explain("web.1")!.ToDictionary(r => r.NodeId, r => r.Code);
        Assert.Equal(PendingCodes.Selector, why["busy"]);
        Assert.Equal(PendingCodes.Selector, why["elsewhere"]);
        Assert.Equal(PendingCodes.Cordoned, why["closed"]);
        Assert.Equal("no-licence", why["unlicensed"]);
        Assert.Equal(PendingCodes.Taint, why["tainted"]);
        var counts = world.Status("web.1").Reasons.ToDictionary(r => r.Code, r => r.Nodes);
        Assert.Equal(world.Snapshot.Nodes.Count, counts.Values.Sum());
        Assert.Equal(3, counts[PendingCodes.Selector]);
    }

    [Theory]
    [InlineData(5_000, 100, PendingCodes.Cpu)]
    [InlineData(100, 5_000, PendingCodes.Memory)]
    public void Lack_of_room_names_the_resource(long cpu, long memory, string code)
    {
        var world = new CoreWorld().Node("n1");
        world.Submit(CoreWorld.Service("web", cpu: cpu, memory: memory));

        Assert.Equal((code, 1), (Assert.Single(world.Status("web.1").Reasons).Code, world.Status("web.1").Reasons[0].Nodes));
    }

    [Fact]
    public void Anti_affinity_and_spread_name_themselves()
    {
        var world = new CoreWorld().Node("n1", zone: "a");
        world.Submit(CoreWorld.Service("apart", replicas: 2) with { SelfAntiAffinity = true });
        world.Submit(CoreWorld.Service("spread", replicas: 2) with { Spread = [new SpreadRule { Label = "zone", MinDomains = 2 }] });

        Assert.Equal(PendingCodes.AntiAffinity, Assert.Single(world.Of("apart").Single(r => r.NodeId is null).Reasons).Code);
        Assert.Equal(PendingCodes.Spread, Assert.Single(world.Of("spread").Single(r => r.NodeId is null).Reasons).Code);
        world.Node("n2", zone: "b");
        world.Advance(1);
        Assert.DoesNotContain(world.Snapshot.Replicas, r => r.NodeId is null);
    }

    [Fact]
    public void Without_nodes_and_while_paused_the_reason_says_so()
    {
        var world = new CoreWorld();
        world.Submit(CoreWorld.Service("web"));
        Assert.Equal(PendingCodes.NoNodes, Assert.Single(world.Status("web.1").Reasons).Code);
        world.Ask((core, time, request) => core.Pause(time, request, true));
        world.Node("n1");
        world.Advance(1);
        Assert.Equal(PendingCodes.Paused, Assert.Single(world.Status("web.1").Reasons).Code);
        world.Ask((core, time, request) => core.Pause(time, request, false));

        Assert.Equal(ReplicaPhase.Running, world.Status("web.1").Phase);
    }

    [Fact]
    public void The_most_important_replica_is_placed_first_when_room_comes()
    {
        var world = new CoreWorld();
        world.Submit(CoreWorld.Service("low"));
        world.Submit(CoreWorld.Service("high") with { Priority = 5 });
        world.Node("n1", cpu: 1_000);

        Assert.Equal(("n1", (string?)null), (world.Of("high")[0].NodeId, world.Of("low")[0].NodeId));
    }

    [Fact]
    public void Preemption_takes_the_cheapest_victims_and_waits_until_they_are_gone()
    {
        var world = new CoreWorld().Node("n1", cpu: 2_000).Node("n2", cpu: 2_000);
        world.Submit(CoreWorld.Service("middle", cpu: 2_000) with { Priority = 2 });
        world.Submit(CoreWorld.Service("small", replicas: 2) with { Priority = 1 });
        world.HoldStops = true;
        world.Submit(CoreWorld.Service("big", cpu: 1_000) with { Priority = 9 });

        // One of the two of the least priority is enough; the younger one goes.
        Assert.Equal("small.3", Assert.Single(world.Events, e => e.Kind == SchedulerEventKind.ReplicaPreempted).ReplicaId);
        Assert.Equal((ReplicaPhase.Starting, 0), (world.Of("big")[0].Phase, world.RunningOf("big")));
        world.ReleaseStops();
        Assert.Equal(1, world.RunningOf("big"));
        Assert.Equal(PendingCodes.Cpu, Assert.Single(world.Of("small").Single(r => r.NodeId is null).Reasons).Code);
        Assert.Equal(1, world.RunningOf("middle"));
    }

    [Fact]
    public void Equal_priority_displaces_nobody_and_preemption_can_be_off()
    {
        var world = new CoreWorld().Node("n1", cpu: 1_000);
        world.Submit(CoreWorld.Service("first"));
        world.Submit(CoreWorld.Service("second"));
        Assert.Null(world.Of("second")[0].NodeId);

        var off = new CoreWorld(new SchedulerOptions { Preemption = false }).Node("n1", cpu: 1_000);
        off.Submit(CoreWorld.Service("first"));
        off.Submit(CoreWorld.Service("second") with { Priority = 9 });
        Assert.Null(off.Of("second")[0].NodeId);
    }

    [Fact]
    public void A_node_that_refuses_is_left_alone_for_a_while_and_another_is_tried()
    {
        var world = new CoreWorld { OnStart = r => r.NodeId == "n1" ? new LaunchOutcome { Status = LaunchStatus.RefusedByNode, Code = "port-taken" } : null }.Node("n1", cpu: 1_000).Node("n2");
        world.Submit(CoreWorld.Service("web"));
        Assert.Equal("n2", world.Of("web")[0].NodeId);
        Assert.Equal("port-taken", Assert.Single(world.Events, e => e.Kind == SchedulerEventKind.ReplicaRefused).Detail);

        world.Submit(CoreWorld.Service("alone") with { NodeSelector = new Dictionary<string, string>(), CpuMillicores = 4_000 });
        Assert.Contains(world.Of("alone")[0].Reasons, r => r.Code == PendingCodes.Cpu);
    }

    private sealed class NoLicence : INodeFilter
    {
        public string Code => "no-licence";

        public bool Allows(in NodeView node, ServiceSpec service) => node.Report.NodeId != "unlicensed";
    }
}
