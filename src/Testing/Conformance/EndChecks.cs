using System.Diagnostics;
using Placement.Scheduling;

namespace Placement.Testing;

/// <summary>How programs end: asked, killed, by themselves, or never begun.</summary>
internal static class EndChecks
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    /// <summary>Well below the grace that engines give where none is named, ten seconds.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(1_500);

    public static async Task GraceAsksAsync(LauncherScene scene)
    {
        var launcher = scene.Connect();
        var replica = scene.NewReplica();
        await scene.StartAsync(launcher, scene.Start(replica), LaunchStatus.Running, "the start").ConfigureAwait(false);
        var asked = Stopwatch.GetTimestamp();
        await scene.StopAsync(launcher, scene.Stop(replica, grace: Long), LaunchStatus.Stopped, "the stop").ConfigureAwait(false);
        var took = Stopwatch.GetElapsedTime(asked);
        scene.Expect(took < Long / 2, $"a program that listens to end well within its grace of {Long}", $"{took}");
    }

    public static async Task GraceKillsAsync(LauncherScene scene)
    {
        var took = await StopStubbornAsync(scene, Short).ConfigureAwait(false);
        scene.Expect(took >= Short * 0.6, $"the grace of {Short} to pass before the kill", $"{took}");
    }

    public static async Task NoGraceKillsAsync(LauncherScene scene)
    {
        var took = await StopStubbornAsync(scene, TimeSpan.Zero).ConfigureAwait(false);
        scene.Expect(took < AtOnce, "a stop without grace to kill at once", $"{took}");
    }

    public static async Task ExitCodesAsync(LauncherScene scene)
    {
        var launcher = scene.Connect();
        foreach (var (code, reason) in new[] { (0, ExitReason.Completed), (3, ExitReason.Failed) })
        {
            var replica = scene.NewReplica();
            await launcher.StartAsync(scene.Start(replica, TestProgram.Ends, code: code), scene.Token).ConfigureAwait(false);
            await EndsAsync(scene, launcher, replica, reason, code).ConfigureAwait(false);
        }
    }

    public static async Task KilledAsync(LauncherScene scene)
    {
        var launcher = scene.Connect();
        var replica = scene.NewReplica();
        await scene.StartAsync(launcher, scene.Start(replica), LaunchStatus.Running, "the start").ConfigureAwait(false);
        await scene.Subject.KillAsync(scene.Owner, replica, scene.Token).ConfigureAwait(false);
        await EndsAsync(scene, launcher, replica, ExitReason.Killed, code: null).ConfigureAwait(false);
        await scene.ExpectRunningAsync(replica, 0, "after the kill").ConfigureAwait(false);
    }

    public static async Task OutOfMemoryAsync(LauncherScene scene)
    {
        var launcher = scene.Connect();
        var replica = scene.NewReplica();
        await launcher.StartAsync(scene.Start(replica, TestProgram.OutOfMemory), scene.Token).ConfigureAwait(false);
        await EndsAsync(scene, launcher, replica, ExitReason.OutOfMemory, code: null).ConfigureAwait(false);
    }

    public static async Task RefusalAsync(LauncherScene scene)
    {
        var launcher = scene.Connect();
        var replica = scene.NewReplica();
        var outcome = await launcher.StartAsync(scene.Start(replica, TestProgram.Absent), scene.Token).ConfigureAwait(false);
        scene.Expect(outcome.Status is LaunchStatus.RefusedEverywhere or LaunchStatus.RefusedByNode, "a refusal of a program that does not exist", $"{outcome.Status}");
        scene.Expect(!string.IsNullOrEmpty(outcome.Code) && !string.IsNullOrEmpty(outcome.Reason), "a code and a reason in the refusal", $"code '{outcome.Code}', reason '{outcome.Reason}'");
        var left = await scene.FindAsync(launcher, replica).ConfigureAwait(false);
        scene.Expect(left is null, "nothing left of a refused start", $"{left?.State}");
    }

    /// <summary>How long the stop of a program takes that does not listen; nothing of it runs on.</summary>
    private static async Task<TimeSpan> StopStubbornAsync(LauncherScene scene, TimeSpan grace)
    {
        var launcher = scene.Connect();
        var replica = scene.NewReplica();
        await scene.StartAsync(launcher, scene.Start(replica, TestProgram.Stubborn), LaunchStatus.Running, "the start").ConfigureAwait(false);
        await Task.Delay(500, scene.Token).ConfigureAwait(false); // until the program has said that it will not listen
        var asked = Stopwatch.GetTimestamp();
        await scene.StopAsync(launcher, scene.Stop(replica, grace: grace), LaunchStatus.Stopped, "the stop").ConfigureAwait(false);
        var took = Stopwatch.GetElapsedTime(asked);
        await scene.ExpectRunningAsync(replica, 0, "after the kill").ConfigureAwait(false);
        return took;
    }

    private static async Task EndsAsync(LauncherScene scene, IWorkloadLauncher launcher, string replica, ExitReason reason, int? code)
    {
        var ended = await scene.SeeAsync(launcher, replica, r => r?.State == ReplicaState.Exited, "an end of the program in the list").ConfigureAwait(false);
        scene.Expect(ended!.ExitReason == reason, $"reason {reason}", $"{ended.ExitReason} (exit code {ended.ExitCode})");
        scene.Expect(code is null || ended.ExitCode == code, $"exit code {code}", $"{ended.ExitCode}");
    }
}
