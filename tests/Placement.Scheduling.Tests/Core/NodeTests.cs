namespace Placement.Scheduling.Tests.Core;

public sealed class NodeTests
{
    private static readonly SchedulerOptions Options = new() { NodeTimeout = TimeSpan.FromSeconds(5) };

    [Fact]
    public void A_cordon_keeps_new_replicas_off_and_leaves_the_others()
    {
        var world = new CoreWorld().Node("n1").Node("n2");
        world.Submit(CoreWorld.Service("web"));
        world.Ask((core, time, request) => core.Cordon(time, request, "n1"));
        world.Scale("web", 2);
        Assert.Equal(["n1", "n2"], world.Of("web").Select(r => r.NodeId));
        world.Ask((core, time, request) => core.Uncordon(time, request, "n1"));
        world.Scale("web", 3);

        Assert.Equal(3, world.RunningOf("web"));
        Assert.Equal((1, 1), (world.CountOf(SchedulerEventKind.NodeCordoned), world.CountOf(SchedulerEventKind.NodeUncordoned)));
    }

    [Fact]
    public void A_drain_moves_replicas_one_surge_at_a_time()
    {
        var world = new CoreWorld().Node("n1").Node("n2");
        world.Submit(CoreWorld.Service("web", replicas: 3));
        var least = 3;
        world.Fleet.Changed += _ => least = Math.Min(least, world.RunningOf("web"));
        world.Ask((core, time, request) => core.Drain(time, request, "n1"));
        world.Advance(1);

        Assert.All(world.Of("web"), r => Assert.Equal(("n2", true), (r.NodeId, r.Available)));
        Assert.Equal((3, 0), (least, world.Snapshot.Nodes[0].Replicas));
    }

    [Fact]
    public void A_drain_without_room_elsewhere_stops_nothing()
    {
        var world = new CoreWorld().Node("n1");
        world.Submit(CoreWorld.Service("web"));
        world.Ask((core, time, request) => core.Drain(time, request, "n1"));
        world.Advance(10);
        Assert.Equal(1, world.RunningOf("web"));
        world.Ask((core, time, request) => core.Uncordon(time, request, "n1"));
        world.Advance(1);

        Assert.Equal("n1", Assert.Single(world.Of("web")).NodeId);
        Assert.Single(world.Starts);
    }

    [Fact]
    public void A_silent_node_is_lost_after_the_timeout_and_its_zombies_are_stopped_when_it_returns()
    {
        var world = new CoreWorld(Options).Node("n1").Node("n2");
        world.Submit(CoreWorld.Service("web", cpu: 3_000));
        Assert.Equal("n1", world.Of("web")[0].NodeId);
        world.Fleet.Lose("n1");
        world.Advance(4);
        Assert.Equal("n1", world.Of("web")[0].NodeId);
        world.Advance(2);
        Assert.Equal(("n2", 2), (world.Of("web")[0].NodeId, world.RunningOf("web"))); // the lost one may still run

        world.Fleet.Return("n1");
        world.Advance(2);
        Assert.Equal(1, world.RunningOf("web"));
        Assert.Equal((1, 1, 1), (world.CountOf(SchedulerEventKind.NodeLost), world.CountOf(SchedulerEventKind.NodeReturned), world.CountOf(SchedulerEventKind.StaleReplicaFound)));
    }

    [Fact]
    public void Silence_while_the_scheduler_itself_was_away_is_forgiven()
    {
        var world = new CoreWorld(Options).Node("n1").Node("n2");
        world.Submit(CoreWorld.Service("web"));
        world.Core.Tick(new(TimeSpan.FromSeconds(60).Ticks, DateTimeOffset.UnixEpoch)); // a minute in one step

        Assert.Equal(0, world.CountOf(SchedulerEventKind.NodeLost));
    }

    [Fact]
    public void A_node_that_left_for_good_gives_its_replicas_up_at_once()
    {
        var world = new CoreWorld().Node("n1").Node("n2");
        world.Submit(CoreWorld.Service("web"));
        world.Fleet.Lose("n1");
        world.Ask((core, time, request) =>
        {
            core.NodeReported(time, new NodeReport { NodeId = "n1", CpuMillicores = 0, MemoryBytes = 0, Removed = true });
            core.Pause(time, request, false);
        });

        Assert.Equal("n2", Assert.Single(world.Of("web")).NodeId);
        Assert.Equal("n2", Assert.Single(world.Snapshot.Nodes).Report.NodeId);
    }

    [Fact]
    public void Why_a_node_is_silent_is_told_once_a_reason_and_keeps_nothing_alive()
    {
        var world = new CoreWorld(Options).Node("n1").Node("n2");
        world.Submit(CoreWorld.Service("web"));
        world.Fleet.Lose("n1");
        for (var second = 0; second < 10; second++)
        {
            world.Core.NodeReported(world.Time, NodeReport.Silent("n1", second < 5 ? "refused" : "not trusted"));
            world.Core.NodeReported(world.Time, NodeReport.Silent("n9", "no such host")); // one never seen
            world.Advance(1);
        }

        Assert.Equal(["refused", "no such host", "not trusted"], world.Events.Where(e => e.Kind == SchedulerEventKind.NodeSilent).Select(e => e.Detail));
        Assert.Equal([("n1", "not trusted"), ("n9", "no such host")], world.Snapshot.SilentNodes.Select(s => (s.NodeId, s.Reason)));
        Assert.Equal((1, "n2"), (world.CountOf(SchedulerEventKind.NodeLost), Assert.Single(world.Of("web")).NodeId));
        Assert.Equal(["n1", "n2"], world.Snapshot.Nodes.Select(n => n.Report.NodeId));

        world.Fleet.Return("n1");
        world.Advance(1);
        Assert.Equal("n9", Assert.Single(world.Snapshot.SilentNodes).NodeId);
    }

    [Fact]
    public void While_paused_nothing_is_placed_but_what_ends_is_restarted_and_what_is_stopped_stops()
    {
        var world = new CoreWorld().Node("n1");
        world.Submit(CoreWorld.Service("web"));
        world.Submit(CoreWorld.Service("old"));
        world.Ask((core, time, request) => core.Pause(time, request, true));
        world.Scale("web", 3);
        world.Exit("web.1");
        world.Ask((core, time, request) => core.Stop(time, request, "old"));
        world.Advance(2);

        Assert.Equal((1, 0), (world.RunningOf("web"), world.RunningOf("old")));
        world.Ask((core, time, request) => core.Pause(time, request, false));
        Assert.Equal(3, world.RunningOf("web"));
    }
}
