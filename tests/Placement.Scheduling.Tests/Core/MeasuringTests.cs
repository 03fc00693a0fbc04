namespace Placement.Scheduling.Tests.Core;

public sealed class MeasuringTests
{
    private static UsageReport Services(string service, long cpu, long memory) =>
        new() { Services = new Dictionary<string, MeasuredUse> { [service] = new() { CpuMillicores = cpu, MemoryBytes = memory << 20 } } };

    private static UsageReport Nodes(string node, long cpu) =>
        new() { Nodes = new Dictionary<string, MeasuredUse> { [node] = new() { CpuMillicores = cpu, MemoryBytes = 0 } } };

    [Fact]
    public void Measured_use_counts_in_place_of_requests()
    {
        var world = new CoreWorld().Node("n1");
        world.Submit(CoreWorld.Service("web", replicas: 6));
        Assert.Equal(4, world.RunningOf("web"));
        world.Measure(Services("web", 500, 100));

        Assert.Equal((6, 3_000), (world.RunningOf("web"), (int)world.Snapshot.Nodes[0].UsedCpuMillicores));
    }

    [Fact]
    public void A_service_that_uses_more_than_it_asked_for_takes_more()
    {
        var world = new CoreWorld().Node("n1");
        world.Submit(CoreWorld.Service("web", replicas: 2));
        world.Measure(Services("web", 2_500, 100));
        Assert.Equal(5_000, world.Snapshot.Nodes[0].UsedCpuMillicores);
        world.Submit(CoreWorld.Service("other", cpu: 1));

        Assert.Equal(PendingCodes.Cpu, Assert.Single(world.Of("other")[0].Reasons).Code);
        Assert.Equal(2, world.RunningOf("web")); // what runs is left alone
    }

    [Fact]
    public void Small_differences_change_nothing()
    {
        var world = new CoreWorld().Node("n1");
        world.Submit(CoreWorld.Service("web"));
        world.Measure(Services("web", 1_040, 100));

        Assert.Equal(1_000, world.Snapshot.Nodes[0].UsedCpuMillicores);
    }

    [Fact]
    public void An_overloaded_node_takes_nothing_new_until_it_is_clearly_better()
    {
        var world = new CoreWorld().Node("n1");
        world.Submit(CoreWorld.Service("web"));
        world.Measure(Nodes("n1", 3_600));
        world.Submit(CoreWorld.Service("new"));
        Assert.Equal(PendingCodes.Overloaded, Assert.Single(world.Of("new")[0].Reasons).Code);
        world.Measure(Nodes("n1", 3_300)); // below the limit, but not by much
        Assert.Null(world.Of("new")[0].NodeId);
        world.Measure(Nodes("n1", 3_100));
        world.Advance(1);

        Assert.Equal(("n1", 1, 1), (world.Of("new")[0].NodeId, world.CountOf(SchedulerEventKind.NodeOverloaded), world.CountOf(SchedulerEventKind.NodeRelieved)));
        Assert.Equal(1, world.RunningOf("web"));
    }
}
