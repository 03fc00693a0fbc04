using Placement.Scheduling.Optimising;

namespace Placement.Scheduling.Tests.Core;

public sealed class OptimiserTests
{
    /// <summary>Four nodes with one small replica each, as scaling down and up leaves them: one node would do.</summary>
    private static CoreWorld Scattered(SchedulerOptions? options = null)
    {
        var world = new CoreWorld(options);
        for (var i = 1; i <= 4; i++)
        {
            world.Node("n" + i);
            world.Submit(CoreWorld.Service("fill" + i, cpu: 3_000));
            world.Submit(CoreWorld.Service("web" + i, cpu: 1_000));
        }

        for (var i = 1; i <= 4; i++)
        {
            world.Ask((core, time, request) => core.Stop(time, request, "fill" + i));
        }

        Assert.Equal(4, world.NodesUsed);
        return world;
    }

    [Fact]
    public void It_is_off_until_enabled()
    {
        var world = Scattered();
        world.Advance(3_600);

        Assert.Equal((0, 4), (world.Plans, world.NodesUsed));
    }

    [Fact]
    public void Enabled_it_packs_the_fleet_after_a_quiet_time_and_then_leaves_it_alone()
    {
        var world = Scattered(new SchedulerOptions { Optimiser = new OptimiserOptions { Interval = TimeSpan.FromSeconds(10), QuietTime = TimeSpan.FromSeconds(25) } });
        world.Advance(24);
        Assert.Equal(4, world.NodesUsed);
        world.Advance(16);
        Assert.Equal(1, world.NodesUsed);
        var starts = world.Starts.Count;
        world.Advance(300);

        Assert.Equal((starts, 1), (world.Starts.Count, world.CountOf(SchedulerEventKind.Rebalancing)));
        Assert.All(world.Snapshot.Replicas, r => Assert.True(r.Available));
    }

    [Fact]
    public void A_moved_replica_runs_at_its_new_place_before_it_is_stopped_at_the_old_one()
    {
        var world = Scattered();
        var least = int.MaxValue;
        world.Fleet.Changed += _ => least = Math.Min(least, Enumerable.Range(1, 4).Min(i => world.RunningOf("web" + i)));
        Assert.True(world.Rebalance().IsAccepted);

        Assert.Equal((1, 1), (world.NodesUsed, least));
        Assert.Equal("3 moves free 3 nodes", Assert.Single(world.Events, e => e.Kind == SchedulerEventKind.Rebalancing).Detail);
    }

    [Fact]
    public void Rules_hold_during_and_after()
    {
        var world = new CoreWorld().Node("n1", zone: "a").Node("n2", zone: "b").Node("n3", zone: "b");
        world.Submit(CoreWorld.Service("apart", replicas: 3) with { SelfAntiAffinity = true });
        world.Submit(CoreWorld.Service("spread", replicas: 2) with { Spread = [new SpreadRule { Label = "zone", MinDomains = 2 }] });
        world.Rebalance();

        Assert.Equal(3, world.Of("apart").Select(r => r.NodeId).Distinct().Count());
        Assert.Equal(3, world.NodesUsed);
        Assert.Equal(0, world.CountOf(SchedulerEventKind.Rebalancing));
    }

    [Fact]
    public void Nothing_moves_that_would_free_no_node()
    {
        var world = new CoreWorld().Node("n1").Node("n2");
        world.Submit(CoreWorld.Service("web", replicas: 2, cpu: 3_000));
        world.Rebalance();

        Assert.Equal((1, 2), (world.Plans, world.Starts.Count));
    }

    [Fact]
    public void A_rebalance_gives_way_to_other_work()
    {
        var world = Scattered();
        world.Submit(CoreWorld.Service("huge", cpu: 9_000));
        var outcome = world.Rebalance();
        Assert.Equal((RequestStatus.Conflict, 0), (outcome.Status, world.Plans));

        var paused = Scattered();
        paused.Ask((core, time, request) => core.Pause(time, request, true));
        Assert.Equal(RequestStatus.Conflict, paused.Rebalance().Status);
    }

    [Fact]
    public void New_work_ends_a_round_under_way()
    {
        var world = Scattered();
        world.HoldStops = true; // the first moves wait for their old copies to go
        world.Rebalance();
        world.Submit(CoreWorld.Service("new"));
        world.ReleaseStops();
        world.Advance(1);

        Assert.InRange(world.Starts.Count(s => s.Identity.Service.StartsWith("web", StringComparison.Ordinal)), 5, 7);
        Assert.All(world.Snapshot.Replicas, r => Assert.True(r.Available));
    }

    [Fact]
    public void A_plan_that_does_not_fit_the_world_does_no_harm()
    {
        var world = new CoreWorld().Node("n1").Node("n2", cpu: 500);
        world.Submit(CoreWorld.Service("web", replicas: 2));
        world.OnOptimise = _ => new PackingPlan([new("web.1", "n2"), new("web.9", "n1"), new("web.2", "nowhere"), new("web.2", "n1")], 1);
        world.Rebalance();
        world.Advance(5);

        Assert.All(world.Of("web"), r => Assert.Equal(("n1", true), (r.NodeId, r.Available)));
        Assert.Equal(2, world.Starts.Count);
    }

    [Fact]
    public void A_replacement_that_fails_is_given_up_and_the_old_copy_stays()
    {
        var world = new CoreWorld().Node("n1").Node("n2");
        world.Submit(CoreWorld.Service("web"));
        world.OnOptimise = _ => new PackingPlan([new("web.1", "n2")], 1);
        world.OnStart = r => r.NodeId == "n2" ? new LaunchOutcome { Status = LaunchStatus.RefusedEverywhere, Code = "broken" } : null;
        world.Rebalance();
        world.Advance(30);

        var only = Assert.Single(world.Of("web"));
        Assert.Equal(("web.1", "n1", true), (only.ReplicaId, only.NodeId, only.Available));
    }

    [Fact]
    public void A_service_without_surge_is_not_moved()
    {
        var world = new CoreWorld().Node("n1").Node("n2");
        world.Submit(CoreWorld.Service("web") with { Rollout = new RolloutPolicy { MaxSurge = 0, MaxUnavailable = 1 } });
        world.OnOptimise = _ => new PackingPlan([new("web.1", "n2")], 1);
        world.Rebalance();

        Assert.Single(world.Starts);
    }

    [Fact]
    public void A_move_goes_on_after_a_restart_of_the_host()
    {
        var world = new CoreWorld().Node("n1").Node("n2");
        world.Submit(CoreWorld.Service("web"));
        world.OnOptimise = _ => new PackingPlan([new("web.1", "n2")], 1);
        world.HoldStops = true;
        world.Rebalance();
        Assert.Equal(2, world.RunningOf("web"));
        world.HoldStops = false;
        world.Restart();
        world.Advance(2);

        Assert.Equal(("n2", 1), (Assert.Single(world.Of("web")).NodeId, world.RunningOf("web")));
    }

    [Fact]
    public void The_budget_of_moves_holds()
    {
        var request = new PackingRequest(
            [.. Enumerable.Range(0, 6).Select(i => new PackingNode(new NodeReport { NodeId = "n" + i, CpuMillicores = 4_000, MemoryBytes = 4_000 }, true))],
            [.. Enumerable.Range(0, 6).Select(i => new PackingService(CoreWorld.Service("s" + i), [new PackingReplica("s" + i + ".1", "n" + i, 1_000, 1_000, true)]))]);
        var plan = FleetPacker.Plan(request, new OptimiserOptions { MaxMoves = 2, TimeLimit = TimeSpan.FromMinutes(1) }, TestContext.Current.CancellationToken);

        Assert.Equal((2, 2), (plan.Moves.Count, plan.NodesFreed));
        Assert.Empty(FleetPacker.Plan(request, new OptimiserOptions { MaxMoves = 2, LeastNodesFreed = 3, TimeLimit = TimeSpan.FromMinutes(1) }, TestContext.Current.CancellationToken).Moves);
    }
}
