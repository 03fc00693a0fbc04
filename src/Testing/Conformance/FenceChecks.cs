using Placement.Scheduling;

namespace Placement.Testing;

/// <summary>Fencing: a replaced leader can do nothing.</summary>
internal static class FenceChecks
{
    public static async Task StartAsync(LauncherScene scene)
    {
        var old = scene.Connect();
        await scene.StartAsync(scene.Connect(), scene.Start(scene.NewReplica(), generation: 9), LaunchStatus.Running, "a start of generation 9").ConfigureAwait(false);
        var replica = scene.NewReplica();
        await scene.StartAsync(old, scene.Start(replica, generation: 8), LaunchStatus.Fenced, "a start of generation 8 by an older host").ConfigureAwait(false);
        await scene.StartAsync(scene.Connect(), scene.Start(replica, generation: 8), LaunchStatus.Fenced, "a start of generation 8 by a host that restarted").ConfigureAwait(false);
        await scene.ExpectRunningAsync(replica, 0, "after fenced starts").ConfigureAwait(false);
        await scene.StartAsync(old, scene.Start(replica, generation: 10), LaunchStatus.Running, "a start of generation 10").ConfigureAwait(false);
    }

    public static async Task StopAsync(LauncherScene scene)
    {
        var launcher = scene.Connect();
        var replica = scene.NewReplica();
        await scene.StartAsync(launcher, scene.Start(replica, generation: 9), LaunchStatus.Running, "a start of generation 9").ConfigureAwait(false);
        await scene.StopAsync(launcher, scene.Stop(replica, generation: 8), LaunchStatus.Fenced, "a stop of generation 8").ConfigureAwait(false);
        await scene.StopAsync(scene.Connect(), scene.Stop(replica, generation: 8), LaunchStatus.Fenced, "a stop of generation 8 by a host that restarted").ConfigureAwait(false);
        await scene.ExpectRunningAsync(replica, 1, "after fenced stops").ConfigureAwait(false);
    }

    public static async Task ByListAsync(LauncherScene scene)
    {
        var old = scene.Connect();
        var replica = scene.NewReplica();
        await scene.StartAsync(old, scene.Start(replica, generation: 3), LaunchStatus.Running, "a start of generation 3").ConfigureAwait(false);
        await scene.ListAsync(scene.Connect(), generation: 4).ConfigureAwait(false);
        await scene.StopAsync(old, scene.Stop(replica, generation: 3), LaunchStatus.Fenced, "a stop of generation 3 after generation 4 listed").ConfigureAwait(false);
        await scene.StartAsync(old, scene.Start(scene.NewReplica(), generation: 3), LaunchStatus.Fenced, "a start of generation 3 after generation 4 listed").ConfigureAwait(false);
        await scene.ExpectRunningAsync(replica, 1, "after the fenced stop").ConfigureAwait(false);
    }

    public static async Task ListAnsweredAsync(LauncherScene scene)
    {
        var launcher = scene.Connect();
        await scene.StartAsync(launcher, scene.Start(scene.NewReplica(), generation: 9), LaunchStatus.Running, "a start of generation 9").ConfigureAwait(false);
        var listed = await scene.ListAsync(launcher, generation: 1).ConfigureAwait(false);
        scene.Expect(listed.Count == 1, "one replica in a list for generation 1", $"{listed.Count}");
        await scene.StartAsync(launcher, scene.Start(scene.NewReplica(), generation: 8), LaunchStatus.Fenced, "a start of generation 8 after that list, which must not lower the fence").ConfigureAwait(false);
    }

    public static async Task OfOneOwnerAsync(LauncherScene scene)
    {
        var launcher = scene.Connect();
        await scene.StartAsync(launcher, scene.Start(scene.NewReplica(), generation: 9), LaunchStatus.Running, "a start of generation 9").ConfigureAwait(false);
        await scene.StartAsync(launcher, scene.Start(scene.NewReplica(), generation: 1, owner: scene.OtherOwner), LaunchStatus.Running, "another owner's start of generation 1").ConfigureAwait(false);
    }
}
