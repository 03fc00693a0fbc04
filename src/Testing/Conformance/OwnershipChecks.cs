using Placement.Scheduling;

namespace Placement.Testing;

/// <summary>Ownership and adoption.</summary>
internal static class OwnershipChecks
{
    public static async Task OwnerOnlyAsync(LauncherScene scene)
    {
        var launcher = scene.Connect();
        var replica = scene.NewReplica();
        await scene.StartAsync(launcher, scene.Start(replica, owner: scene.OtherOwner), LaunchStatus.Running, "another owner's start").ConfigureAwait(false);
        var seen = await scene.FindAsync(launcher, replica).ConfigureAwait(false);
        scene.Expect(seen is null, "nothing of another owner in the list", $"{seen?.Identity}");
        await scene.StartAsync(launcher, scene.Start(replica), LaunchStatus.Running, "a start under the same replica id").ConfigureAwait(false);
        await scene.StopAsync(launcher, scene.Stop(replica), LaunchStatus.Stopped, "the stop").ConfigureAwait(false);
        await scene.ExpectRunningAsync(replica, 1, "for the other owner after our stop", scene.OtherOwner).ConfigureAwait(false);
    }

    public static async Task ForeignUntouchedAsync(LauncherScene scene)
    {
        var launcher = scene.Connect();
        var replica = scene.NewReplica();
        var untouched = await scene.Subject.StartForeignAsync(scene.Owner, replica, scene.Token).ConfigureAwait(false) ?? throw new LauncherScene.NotApplicableException();
        var listed = await scene.ListAsync(launcher).ConfigureAwait(false);
        scene.Expect(listed.Count == 0, "nothing foreign in the list", $"{listed.Count} entries");
        await scene.StopAsync(launcher, scene.Stop(replica), LaunchStatus.Stopped, "a stop of a replica that only looks as if it were there").ConfigureAwait(false);
        scene.Expect(await untouched().ConfigureAwait(false), "the foreign thing to be untouched by a list and a stop", "it was touched");
    }

    public static async Task AdoptionAsync(LauncherScene scene)
    {
        var replica = scene.NewReplica();
        var started = await scene.StartAsync(scene.Connect(), scene.Start(replica, attempt: 3, generation: 6), LaunchStatus.Running, "the start").ConfigureAwait(false);
        var later = scene.Connect();
        var adopted = await scene.FindAsync(later, replica).ConfigureAwait(false);
        scene.Expect(
            adopted is { State: ReplicaState.Running, Generation: 6 } && adopted.Identity == scene.Start(replica, attempt: 3).Identity,
            "attempt 3, generation 6, Running, in the list of a host that restarted",
            adopted is null ? "no entry" : $"{adopted.Identity}, generation {adopted.Generation}, {adopted.State}");
        if (started.Replica is { } before)
        {
            scene.Expect(before.Endpoints.OrderBy(e => e.Key).SequenceEqual(adopted!.Endpoints.OrderBy(e => e.Key)), "the end points told at the start", string.Join(", ", adopted.Endpoints.Values));
        }

        await scene.StopAsync(later, scene.Stop(replica, generation: 7), LaunchStatus.Stopped, "a stop by the host that restarted").ConfigureAwait(false);
        await scene.ExpectRunningAsync(replica, 0, "after that stop").ConfigureAwait(false);
    }
}
