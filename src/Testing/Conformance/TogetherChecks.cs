using Placement.Scheduling;

namespace Placement.Testing;

/// <summary>What may run together, and what may be given up.</summary>
internal static class TogetherChecks
{
    public static async Task OneReplicaAsync(LauncherScene scene)
    {
        var launchers = new[] { scene.Connect(), scene.Connect() };
        for (var round = 0; round < 3; round++)
        {
            var replica = scene.NewReplica();
            var starts = Enumerable.Range(0, 6).Select(i => Task.Run(() => launchers[i % 2].StartAsync(scene.Start(replica), scene.Token), scene.Token));
            var outcomes = await Task.WhenAll(starts).ConfigureAwait(false);
            var wrong = outcomes.FirstOrDefault(o => o.Status is not (LaunchStatus.Running or LaunchStatus.Starting));
            scene.Expect(wrong is null, "Running or Starting from each of six simultaneous starts", $"{wrong?.Status} {wrong?.Reason}");
            await scene.SeeAsync(launchers[0], replica, r => r?.State == ReplicaState.Running, "it to come up").ConfigureAwait(false);
            await scene.ExpectRunningAsync(replica, 1, "after six simultaneous starts").ConfigureAwait(false);
        }
    }

    public static async Task ManyReplicasAsync(LauncherScene scene)
    {
        var launcher = scene.Connect();
        var replicas = Enumerable.Range(0, 8).Select(_ => scene.NewReplica()).ToArray();
        await Task.WhenAll(replicas.Select(r => scene.StartAsync(launcher, scene.Start(r), LaunchStatus.Running, "one of eight simultaneous starts"))).ConfigureAwait(false);
        var listed = await scene.ListAsync(launcher).ConfigureAwait(false);
        scene.Expect(listed.Count == replicas.Length, "eight replicas in the list", $"{listed.Count}");
        await Task.WhenAll(replicas.Select(r => scene.StopAsync(launcher, scene.Stop(r), LaunchStatus.Stopped, "one of eight simultaneous stops"))).ConfigureAwait(false);
        listed = await scene.ListAsync(launcher).ConfigureAwait(false);
        scene.Expect(listed.Count == 0, "an empty list after the stops", $"{listed.Count} entries");
    }

    public static async Task CancelledAsync(LauncherScene scene)
    {
        var launcher = scene.Connect();
        var replica = scene.NewReplica();
        foreach (var delay in new[] { 0, 5, 50 })
        {
            using var given = CancellationTokenSource.CreateLinkedTokenSource(scene.Token);
            var call = launcher.StartAsync(scene.Start(replica), given.Token);
            await Task.Delay(delay, scene.Token).ConfigureAwait(false);
            await given.CancelAsync().ConfigureAwait(false);
            try
            {
                await call.ConfigureAwait(false);
            }
            catch (Exception) when (!scene.Token.IsCancellationRequested)
            {
                // Whether it started is unknown, and that is allowed.
            }
        }

        await scene.StartAsync(launcher, scene.Start(replica), LaunchStatus.Running, "the start repeated after calls that were given up").ConfigureAwait(false);
        await scene.ExpectRunningAsync(replica, 1, "after calls that were given up").ConfigureAwait(false);
    }
}
