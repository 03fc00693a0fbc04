namespace Placement.Scheduling.Tests.Core;

public sealed class HealthTests
{
    private static readonly ServiceSpec Checked = CoreWorld.Service("web") with
    {
        Health = new HealthCheck { Kind = HealthCheckKind.Command, Command = ["check"], Grace = TimeSpan.FromSeconds(10), Interval = TimeSpan.FromSeconds(2), FailureThreshold = 3 },
    };

    [Fact]
    public void A_replica_is_available_only_once_a_check_has_passed()
    {
        var world = new CoreWorld { OnProbe = _ => "not yet" }.Node("n1");
        world.Submit(Checked);
        Assert.False(world.Status("web.1").Available);
        world.OnProbe = _ => null;
        world.Advance(2);

        Assert.True(world.Status("web.1").Available);
        Assert.Equal(1, world.CountOf(SchedulerEventKind.ReplicaHealthy));
    }

    [Fact]
    public void Checks_come_at_their_interval()
    {
        var world = new CoreWorld().Node("n1");
        world.Submit(Checked);
        world.Advance(7);

        Assert.Equal([0, 2, 4, 6], world.Probes.Select(p => p.TotalSeconds));
    }

    [Fact]
    public void Failures_within_the_grace_do_not_count_and_after_it_the_threshold_does()
    {
        var world = new CoreWorld { OnProbe = _ => "broken" }.Node("n1");
        world.Submit(Checked);
        world.Advance(13); // failures at 10 and 12 count
        Assert.Equal(0, world.CountOf(SchedulerEventKind.ReplicaUnhealthy));
        world.Advance(1.5); // the third at 14

        Assert.Equal(1, world.CountOf(SchedulerEventKind.ReplicaUnhealthy));
        Assert.Equal("unhealthy: broken", world.Status("web.1").LastEnd);
    }

    [Fact]
    public void A_passed_check_in_between_starts_the_count_over()
    {
        var results = new Queue<string?>([null, "a", "b", null, "c", "d", null]);
        var world = new CoreWorld { OnProbe = _ => results.Count > 0 ? results.Dequeue() : null }.Node("n1");
        world.Submit(Checked);
        world.Advance(20);

        Assert.Equal(0, world.CountOf(SchedulerEventKind.ReplicaUnhealthy));
    }

    [Fact]
    public void An_unhealthy_replica_is_stopped_before_its_next_start_and_keeps_its_room()
    {
        var healthy = true;
        var world = new CoreWorld { OnProbe = _ => healthy ? null : "broken" }.Node("n1");
        world.Submit(Checked);
        healthy = false;
        world.HoldStops = true;
        world.Advance(7);
        Assert.Equal((ReplicaPhase.BackingOff, 1_000), (world.Status("web.1").Phase, (int)world.Snapshot.Nodes[0].UsedCpuMillicores));
        Assert.Equal(1, world.RunningOf("web"));
        Assert.Single(world.Starts);

        healthy = true;
        world.ReleaseStops();
        world.Advance(3);
        Assert.Equal((ReplicaPhase.Running, 2, true), (world.Status("web.1").Phase, world.Status("web.1").Attempt, world.Status("web.1").Available));
    }
}
