namespace Placement.Scheduling.Tests.Core;

public sealed class RestartTests
{
    private static readonly RestartPolicy Policy = new() { Delay = TimeSpan.FromSeconds(1), MaxDelay = TimeSpan.FromSeconds(5), ResetAfter = TimeSpan.FromSeconds(60), CrashLoopAfter = 3 };

    private static CoreWorld World(RestartPolicy policy)
    {
        var world = new CoreWorld().Node("n1");
        world.Submit(CoreWorld.Service("web") with { Restart = policy });
        return world;
    }

    [Fact]
    public void Delays_double_up_to_the_cap_and_are_exact()
    {
        var world = World(Policy);
        foreach (var delay in new[] { 1, 2, 4, 5, 5 })
        {
            world.Exit("web.1");
            world.Advance(delay - 0.001);
            Assert.Equal(ReplicaPhase.BackingOff, world.Status("web.1").Phase);
            world.Advance(0.001);
            Assert.Equal(ReplicaPhase.Running, world.Status("web.1").Phase);
        }

        Assert.Equal(6, world.Status("web.1").Attempt);
    }

    [Fact]
    public void A_stable_run_starts_the_count_over()
    {
        var world = World(Policy);
        world.Exit("web.1");
        world.Advance(1);
        world.Exit("web.1");
        world.Advance(2);
        Assert.Equal(2, world.Status("web.1").Failures);
        world.Advance(60);
        world.Exit("web.1");

        Assert.Equal(1, world.Status("web.1").Failures);
        world.Advance(1);
        Assert.Equal(ReplicaPhase.Running, world.Status("web.1").Phase);
    }

    [Fact]
    public void Crash_looping_is_told_once_and_restarts_go_on()
    {
        var world = World(Policy);
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(i >= 3, world.Status("web.1").CrashLooping);
            world.Exit("web.1", 9);
            world.Advance(5);
        }

        Assert.Equal(1, world.CountOf(SchedulerEventKind.ReplicaCrashLooping));
        Assert.Equal(ReplicaPhase.Running, world.Status("web.1").Phase);
        Assert.Equal("Failed, exit code 9", world.Status("web.1").LastEnd);
    }

    [Theory]
    [InlineData(RestartMode.Always, 0, ReplicaPhase.BackingOff)]
    [InlineData(RestartMode.Always, 1, ReplicaPhase.BackingOff)]
    [InlineData(RestartMode.OnFailure, 0, ReplicaPhase.Completed)]
    [InlineData(RestartMode.OnFailure, 1, ReplicaPhase.BackingOff)]
    [InlineData(RestartMode.Never, 0, ReplicaPhase.Completed)]
    [InlineData(RestartMode.Never, 1, ReplicaPhase.Failed)]
    public void The_mode_says_what_follows_an_end(RestartMode mode, int code, ReplicaPhase then)
    {
        var world = World(Policy with { Mode = mode });
        world.Exit("web.1", code);

        Assert.Equal(then, world.Status("web.1").Phase);
        Assert.Equal(then == ReplicaPhase.BackingOff, world.Snapshot.Nodes[0].UsedCpuMillicores > 0);
    }

    [Fact]
    public void A_back_off_goes_on_over_a_restart_of_the_host()
    {
        var world = World(Policy with { Delay = TimeSpan.FromSeconds(5) });
        world.Exit("web.1");
        world.Advance(2);
        world.Restart();
        world.Advance(2.9);
        Assert.Equal(ReplicaPhase.BackingOff, world.Status("web.1").Phase);
        world.Advance(0.1);

        Assert.Equal((ReplicaPhase.Running, 2), (world.Status("web.1").Phase, world.Status("web.1").Attempt));
    }
}
