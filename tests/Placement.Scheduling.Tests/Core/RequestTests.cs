using Placement.Scheduling.Core;

namespace Placement.Scheduling.Tests.Core;

public sealed class RequestTests
{
    [Fact]
    public void A_request_may_repeat()
    {
        var world = new CoreWorld().Node("n1");
        var spec = CoreWorld.Service("web");
        Assert.True(world.Submit(spec).IsAccepted);
        Assert.True(world.Submit(spec).IsAccepted);
        Assert.True(world.Update(spec).IsAccepted);
        Assert.True(world.Scale("web", 1).IsAccepted);

        Assert.Single(world.Starts);
        Assert.Equal(1, world.CountOf(SchedulerEventKind.ServiceSubmitted));
    }

    [Fact]
    public void Another_specification_under_the_same_name_is_a_conflict_and_an_unknown_name_is_not_found()
    {
        var world = new CoreWorld().Node("n1");
        world.Submit(CoreWorld.Service("web"));

        Assert.Equal(RequestStatus.Conflict, world.Submit(CoreWorld.Service("web", cpu: 2)).Status);
        Assert.Equal(RequestStatus.NotFound, world.Scale("absent", 2).Status);
        Assert.Equal(RequestStatus.NotFound, world.Update(CoreWorld.Service("absent")).Status);
        Assert.Equal(RequestStatus.NotFound, world.Ask((core, time, request) => core.Cordon(time, request, "absent")).Status);
    }

    [Fact]
    public void Every_fault_of_a_specification_is_named()
    {
        var outcome = new CoreWorld().Submit(new ServiceSpec
        {
            Name = "Web!",
            CpuMillicores = -1,
            MemoryBytes = -1,
            Ports = [0],
            Rollout = new RolloutPolicy { MaxSurge = 0 },
            Health = new HealthCheck { Kind = HealthCheckKind.Http, Port = 80, Path = "no-slash" },
        });

        Assert.Equal(RequestStatus.Invalid, outcome.Status);
        Assert.Equal(["name", "command", "ports", "cpuMillicores", "memoryBytes", "rollout.maxSurge", "health.port", "health.path"], outcome.Faults.Select(f => f.Field));
    }

    [Fact]
    public void A_stopped_service_is_gone_once_its_last_replica_is()
    {
        var world = new CoreWorld().Node("n1");
        world.Submit(CoreWorld.Service("web", replicas: 2));
        world.HoldStops = true;
        world.Ask((core, time, request) => core.Stop(time, request, "web"));
        Assert.True(world.Snapshot.Services[0].Stopping);
        Assert.Equal(RequestStatus.Conflict, world.Submit(CoreWorld.Service("web")).Status);
        world.ReleaseStops();

        Assert.Empty(world.Snapshot.Services);
        Assert.Equal((1, 0), (world.CountOf(SchedulerEventKind.ServiceStopped), world.RunningOf("web")));
    }

    [Fact]
    public void Events_are_numbered_without_a_gap_over_a_restart_of_the_host()
    {
        var world = new CoreWorld().Node("n1");
        world.Submit(CoreWorld.Service("web"));
        world.Restart();
        world.Scale("web", 2);

        Assert.Equal(Enumerable.Range(1, world.Events.Count).Select(i => (long)i), world.Events.Select(e => e.Sequence));
        Assert.Equal(2, world.CountOf(SchedulerEventKind.LeaderTookOver));
    }

    [Fact]
    public void What_runs_is_adopted_and_not_started_again()
    {
        var world = new CoreWorld().Node("n1");
        world.Submit(CoreWorld.Service("web", replicas: 3));
        world.Restart();
        world.Advance(5);

        Assert.All(world.Of("web"), r => Assert.True(r.Available));
        Assert.Equal(3, world.Fleet.Starts);
    }

    [Fact]
    public void What_the_store_does_not_know_is_stopped_and_what_is_foreign_is_left_alone()
    {
        var world = new CoreWorld().Node("n1");
        world.Fleet.AddForeign("n1", "database");
        world.Fleet.Start(new LaunchRequest
        {
            NodeId = "n1",
            Generation = 0,
            Identity = new ReplicaIdentity { Owner = "placement", Service = "ghost", ReplicaId = "ghost.1", Attempt = 1, Revision = 1 },
            Spec = CoreWorld.Service("ghost"),
        });
        world.Advance(1);

        Assert.Equal(0, world.RunningOf("ghost"));
        Assert.Equal(ReplicaState.Running, world.Fleet.Node("n1").Containers["database"].State);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_lost_answer_is_asked_for_again_and_nothing_runs_twice(bool early)
    {
        var lost = 2;
        var world = new CoreWorld { LoseAnswer = call => call is StartCall && lost-- > 0, OnStart = _ => early && lost == 2 ? new LaunchOutcome { Status = LaunchStatus.RefusedByNode } : null }.Node("n1");
        world.Submit(CoreWorld.Service("web"));
        world.Advance(5);

        Assert.Equal((ReplicaPhase.Running, 1, 1), (world.Status("web.1").Phase, world.Status("web.1").Attempt, world.RunningOf("web")));
    }

    [Fact]
    public void A_start_that_a_crash_cut_short_is_ordered_again()
    {
        // The launcher has the order but the program never began: it is listed as starting, and no notice will ever come.
        var cut = true;
        var world = new CoreWorld { OnStart = r => cut ? new LaunchOutcome { Status = LaunchStatus.Starting } : null }.Node("n1");
        world.Submit(CoreWorld.Service("web"));
        Assert.Equal(ReplicaPhase.Starting, world.Status("web.1").Phase);
        cut = false;
        world.Restart();
        world.Advance(1);

        Assert.Equal(ReplicaPhase.Running, world.Status("web.1").Phase);
    }

    [Fact]
    public void A_fenced_launcher_ends_the_lead_and_nothing_is_asked_any_more()
    {
        var world = new CoreWorld().Node("n1");
        world.Submit(CoreWorld.Service("web"));
        world.OnStart = _ => new LaunchOutcome { Status = LaunchStatus.Fenced };
        world.Scale("web", 2);
        var starts = world.Starts.Count;

        Assert.True(world.Core.Fenced);
        Assert.Equal(RequestStatus.NotLeader, world.Scale("web", 3).Status);
        world.Advance(10);
        Assert.Equal(starts, world.Starts.Count);
    }
}
