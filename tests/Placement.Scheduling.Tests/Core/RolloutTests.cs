namespace Placement.Scheduling.Tests.Core;

public sealed class RolloutTests
{
    private static ServiceSpec Web(string version, RolloutPolicy? policy = null) =>
        CoreWorld.Service("web", replicas: 4) with { Environment = new Dictionary<string, string> { ["VERSION"] = version }, Rollout = policy ?? new RolloutPolicy() };

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(0, 1)]
    [InlineData(0, 4)]
    public void An_update_replaces_every_replica_within_its_bounds(int surge, int unavailable)
    {
        var policy = new RolloutPolicy { MaxSurge = surge, MaxUnavailable = unavailable };
        var world = new CoreWorld().Node("n1", cpu: 20_000);
        world.Submit(Web("1", policy));
        var most = 0;
        var least = int.MaxValue;
        world.Fleet.Changed += _ =>
        {
            most = Math.Max(most, world.RunningOf("web"));
            least = Math.Min(least, world.RunningOf("web"));
        };
        world.Update(Web("2", policy));
        world.Advance(5);

        Assert.Equal(4 + surge, Math.Max(most, 4 + surge)); // never above
        Assert.InRange(least, 4 - unavailable, 4);
        Assert.All(world.Of("web"), r => Assert.Equal((2, ReplicaPhase.Running), (r.Revision, r.Phase)));
        Assert.Equal((RolloutState.Complete, 1), (world.Snapshot.Services[0].Rollout, world.CountOf(SchedulerEventKind.RolloutCompleted)));
    }

    [Fact]
    public void A_revision_that_fails_its_health_checks_is_rolled_back()
    {
        var check = new HealthCheck { Kind = HealthCheckKind.Command, Command = ["check"], Grace = TimeSpan.Zero, Interval = TimeSpan.FromSeconds(1), FailureThreshold = 2 };
        var world = new CoreWorld { OnProbe = p => p.Identity.Revision == 2 ? "broken" : null }.Node("n1", cpu: 20_000);
        world.Submit(Web("1") with { Health = check });
        world.Advance(1);
        world.Update(Web("2") with { Health = check });
        world.Advance(60);

        Assert.Equal((RolloutState.RolledBack, 1), (world.Snapshot.Services[0].Rollout, world.CountOf(SchedulerEventKind.RolledBack)));
        Assert.All(world.Of("web"), r => Assert.Equal((1, true), (r.Revision, r.Available)));
        Assert.Equal("1", world.Snapshot.Services[0].Spec.Environment["VERSION"]);
    }

    [Fact]
    public void Without_roll_back_a_failed_update_stops_where_it_is_and_what_works_runs_on()
    {
        var world = new CoreWorld { OnStart = r => r.Identity.Revision == 2 ? new LaunchOutcome { Status = LaunchStatus.RefusedEverywhere, Code = "image-not-found" } : null }.Node("n1", cpu: 20_000);
        var policy = new RolloutPolicy { RollBack = false, MaxFailures = 2 };
        world.Submit(Web("1", policy));
        world.Update(Web("2", policy));
        world.Advance(30);

        Assert.Equal((RolloutState.Failed, 1), (world.Snapshot.Services[0].Rollout, world.CountOf(SchedulerEventKind.RolloutFailed)));
        Assert.Equal(4, world.Of("web").Count(r => r is { Revision: 1, Available: true }));

        world.OnStart = _ => null;
        world.Update(Web("2", policy)); // the same again is another try
        world.Advance(30);
        Assert.Equal(RolloutState.Complete, world.Snapshot.Services[0].Rollout);
        Assert.All(world.Of("web"), r => Assert.Equal((2, true), (r.Revision, r.Available)));
    }

    [Fact]
    public void What_was_rolled_back_to_and_is_asked_for_again_is_complete_and_starts_nothing()
    {
        var world = new CoreWorld { OnStart = r => r.Identity.Revision == 2 ? new LaunchOutcome { Status = LaunchStatus.RefusedEverywhere, Code = "image-not-found" } : null }.Node("n1", cpu: 20_000);
        world.Submit(Web("1"));
        world.Update(Web("2"));
        world.Advance(60);
        var starts = world.Starts.Count;
        Assert.Equal(RolloutState.RolledBack, world.Snapshot.Services[0].Rollout);
        world.Update(Web("1"));
        world.Advance(1);

        Assert.Equal((RolloutState.Complete, starts), (world.Snapshot.Services[0].Rollout, world.Starts.Count));
    }

    [Fact]
    public void A_new_replica_counts_only_after_its_time_to_settle()
    {
        var policy = new RolloutPolicy { MinReady = TimeSpan.FromSeconds(10) };
        var world = new CoreWorld().Node("n1", cpu: 20_000);
        world.Submit(Web("1", policy));
        world.Update(Web("2", policy));
        world.Advance(9.9);
        Assert.Equal(4, world.Of("web").Count(r => r.Revision == 1));
        world.Advance(0.2);
        Assert.Equal(3, world.Of("web").Count(r => r.Revision == 1));
        world.Advance(31);

        Assert.Equal(RolloutState.Complete, world.Snapshot.Services[0].Rollout);
    }

    [Fact]
    public void A_change_of_the_number_of_replicas_replaces_none()
    {
        var world = new CoreWorld().Node("n1", cpu: 20_000);
        world.Submit(Web("1"));
        world.Update(Web("1") with { Replicas = 6 });
        Assert.Equal((6, 6), (world.Of("web").Count, world.Starts.Count));
        world.Scale("web", 2);

        Assert.Equal((2, 6), (world.Of("web").Count, world.Starts.Count));
        Assert.All(world.Of("web"), r => Assert.Equal(1, r.Revision));
    }

    [Fact]
    public void An_update_survives_a_restart_of_the_host_half_way()
    {
        var policy = new RolloutPolicy { MinReady = TimeSpan.FromSeconds(5) };
        var world = new CoreWorld().Node("n1", cpu: 20_000);
        world.Submit(Web("1", policy));
        world.Update(Web("2", policy));
        world.Advance(6);
        world.Restart();
        world.Advance(40);

        Assert.All(world.Of("web"), r => Assert.Equal((2, true), (r.Revision, r.Available)));
        Assert.Equal((4, 8), (world.RunningOf("web"), world.Starts.Select(s => s.Identity).Distinct().Count()));
    }
}
