using Placement.Scheduling;

namespace Placement.Testing;

/// <summary>The stream of notices.</summary>
internal static class WatchChecks
{
    public static Task TellsAsync(LauncherScene scene) => FollowAsync(scene, async (launcher, notices) =>
    {
        var replica = scene.NewReplica();
        await scene.StartAsync(launcher, scene.Start(replica), LaunchStatus.Running, "the start").ConfigureAwait(false);
        await AwaitAsync(scene, notices, replica, ReplicaState.Running).ConfigureAwait(false);
        await scene.Subject.KillAsync(scene.Owner, replica, scene.Token).ConfigureAwait(false);
        await AwaitAsync(scene, notices, replica, ReplicaState.Exited).ConfigureAwait(false);
        await scene.StopAsync(launcher, scene.Stop(replica), LaunchStatus.Stopped, "the stop").ConfigureAwait(false);
        await AwaitAsync(scene, notices, replica, ReplicaState.Gone).ConfigureAwait(false);
    });

    public static Task OwnerOnlyAsync(LauncherScene scene) => FollowAsync(scene, async (launcher, notices) =>
    {
        var other = scene.NewReplica();
        await scene.StartAsync(launcher, scene.Start(other, owner: scene.OtherOwner), LaunchStatus.Running, "another owner's start").ConfigureAwait(false);
        var replica = scene.NewReplica();
        await scene.StartAsync(launcher, scene.Start(replica), LaunchStatus.Running, "the start").ConfigureAwait(false);
        await AwaitAsync(scene, notices, replica, ReplicaState.Running).ConfigureAwait(false);
        var foreign = notices.Seen().FirstOrDefault(n => n.Replica is { } r && r.Identity.Owner != scene.Owner);
        scene.Expect(foreign is null, "no notice of another owner", $"{foreign?.Replica?.Identity}");
    });

    private static async Task FollowAsync(LauncherScene scene, Func<IWorkloadLauncher, Notices, Task> act)
    {
        var launcher = scene.Connect();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(scene.Token);
        var notices = new Notices();
        var following = Task.Run(
            async () =>
            {
                try
                {
                    await foreach (var notice in launcher.WatchAsync(scene.Owner, over.Token).ConfigureAwait(false))
                    {
                        notices.Add(notice);
                    }
                }
                catch (OperationCanceledException)
                {
                    // The way to end a watch.
                }
            },
            CancellationToken.None);
        try
        {
            // A stream may begin with a gap for its node, and may take a moment to open; what happens before is not its to tell.
            await Task.WhenAny(notices.First, Task.Delay(TimeSpan.FromSeconds(1), scene.Token)).ConfigureAwait(false);
            await act(launcher, notices).ConfigureAwait(false);
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            await Task.WhenAny(following, Task.Delay(scene.Subject.Patience, CancellationToken.None)).ConfigureAwait(false);
        }

        scene.Expect(following.IsCompleted, "the watch to end when cancelled", "it goes on");
        await following.ConfigureAwait(false);
    }

    /// <summary>Waits for a notice of a state, or for a gap that came after the change and so has the scheduler list the node.</summary>
    private static async Task AwaitAsync(LauncherScene scene, Notices notices, string replica, ReplicaState state)
    {
        var changed = notices.Seen().Count;
        using var limit = new CancellationTokenSource(scene.Subject.Patience);
        while (!notices.Seen().Where((n, i) => n.Replica is { } r ? r.Identity.ReplicaId == replica && r.State == state : i >= changed).Any())
        {
            scene.Expect(!limit.IsCancellationRequested, $"a notice that {replica} is {state}, or a gap", $"{notices.Seen().Count} other notices after {scene.Subject.Patience}");
            await Task.Delay(10, scene.Token).ConfigureAwait(false);
        }
    }

    private sealed class Notices
    {
        private readonly List<ReplicaNotice> _seen = [];
        private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task First => _first.Task;

        public void Add(ReplicaNotice notice)
        {
            lock (_seen)
            {
                _seen.Add(notice);
            }

            _first.TrySetResult();
        }

        public IReadOnlyList<ReplicaNotice> Seen()
        {
            lock (_seen)
            {
                return [.. _seen];
            }
        }
    }
}
