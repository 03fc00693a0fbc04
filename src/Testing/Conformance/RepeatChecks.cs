using Placement.Scheduling;

namespace Placement.Testing;

/// <summary>What may repeat.</summary>
internal static class RepeatChecks
{
    public static async Task StartRunsAsync(LauncherScene scene)
    {
        var launcher = scene.Connect();
        var replica = scene.NewReplica();
        await scene.StartAsync(launcher, scene.Start(replica), LaunchStatus.Running, "the start").ConfigureAwait(false);
        await scene.ExpectRunningAsync(replica, 1, "after the start").ConfigureAwait(false);
        var seen = await scene.FindAsync(launcher, replica).ConfigureAwait(false);
        scene.Expect(seen?.State == ReplicaState.Running, $"{replica} Running in the list", seen?.State.ToString() ?? "no entry");
        scene.Expect(seen?.NodeId == scene.Subject.NodeId && seen.Identity == scene.Start(replica).Identity, "the identity that was ordered", $"{seen?.Identity} on {seen?.NodeId}");
    }

    public static async Task StopEndsAsync(LauncherScene scene)
    {
        var launcher = scene.Connect();
        var replica = scene.NewReplica();
        await scene.StartAsync(launcher, scene.Start(replica), LaunchStatus.Running, "the start").ConfigureAwait(false);
        await scene.StopAsync(launcher, scene.Stop(replica), LaunchStatus.Stopped, "the stop").ConfigureAwait(false);
        await scene.ExpectRunningAsync(replica, 0, "once the stop was answered").ConfigureAwait(false);
        var left = await scene.FindAsync(launcher, replica).ConfigureAwait(false);
        scene.Expect(left is null, $"no entry for {replica} after its stop", left?.State.ToString() ?? "");
    }

    public static async Task StartRepeatsAsync(LauncherScene scene)
    {
        var launcher = scene.Connect();
        var replica = scene.NewReplica();
        await scene.StartAsync(launcher, scene.Start(replica), LaunchStatus.Running, "the first start").ConfigureAwait(false);
        await scene.StartAsync(launcher, scene.Start(replica), LaunchStatus.Running, "the repeated start").ConfigureAwait(false);
        await scene.StartAsync(scene.Connect(), scene.Start(replica), LaunchStatus.Running, "the start repeated after a restart of the host").ConfigureAwait(false);
        await scene.ExpectRunningAsync(replica, 1, "after three starts").ConfigureAwait(false);
    }

    public static async Task StopRepeatsAsync(LauncherScene scene)
    {
        var launcher = scene.Connect();
        var replica = scene.NewReplica();
        await scene.StopAsync(launcher, scene.Stop(replica), LaunchStatus.Stopped, "a stop of what never ran").ConfigureAwait(false);
        await scene.StartAsync(launcher, scene.Start(replica), LaunchStatus.Running, "the start").ConfigureAwait(false);
        await scene.StopAsync(launcher, scene.Stop(replica), LaunchStatus.Stopped, "the stop").ConfigureAwait(false);
        await scene.StopAsync(launcher, scene.Stop(replica), LaunchStatus.Stopped, "the repeated stop").ConfigureAwait(false);
    }

    public static async Task EndedStaysEndedAsync(LauncherScene scene)
    {
        var launcher = scene.Connect();
        var replica = scene.NewReplica();
        var request = scene.Start(replica, TestProgram.Ends, code: 7);
        await launcher.StartAsync(request, scene.Token).ConfigureAwait(false);
        await scene.SeeAsync(launcher, replica, r => r?.State == ReplicaState.Exited, "an end of the program in the list").ConfigureAwait(false);
        var again = await scene.StartAsync(launcher, request, LaunchStatus.Exited, "a start of an incarnation that ended").ConfigureAwait(false);
        scene.Expect(again.Replica?.ExitCode == 7, "exit code 7 in that answer", again.Replica?.ExitCode?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none");
        await scene.ExpectRunningAsync(replica, 0, "after it ended").ConfigureAwait(false);
    }

    public static async Task AttemptReplacesAsync(LauncherScene scene)
    {
        var launcher = scene.Connect();
        var replica = scene.NewReplica();
        await scene.StartAsync(launcher, scene.Start(replica), LaunchStatus.Running, "attempt 1").ConfigureAwait(false);
        await scene.StartAsync(launcher, scene.Start(replica, attempt: 2), LaunchStatus.Running, "attempt 2").ConfigureAwait(false);
        await scene.ExpectRunningAsync(replica, 1, "after the second attempt").ConfigureAwait(false);
        var seen = await scene.FindAsync(launcher, replica).ConfigureAwait(false);
        scene.Expect(seen?.Identity.Attempt == 2, "attempt 2 in the list", $"attempt {seen?.Identity.Attempt}");
    }

    public static async Task OldAttemptFencedAsync(LauncherScene scene)
    {
        var launcher = scene.Connect();
        var replica = scene.NewReplica();
        await scene.StartAsync(launcher, scene.Start(replica, attempt: 2), LaunchStatus.Running, "attempt 2").ConfigureAwait(false);
        await scene.StartAsync(launcher, scene.Start(replica, attempt: 1), LaunchStatus.Fenced, "attempt 1 after attempt 2").ConfigureAwait(false);
        await scene.ExpectRunningAsync(replica, 1, "after the fenced attempt").ConfigureAwait(false);
    }
}
