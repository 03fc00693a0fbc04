using System.Runtime.CompilerServices;

namespace Placement.Scheduling.Processes;

/// <summary>Looks at what is on disk, again and again, and tells the differences.</summary>
internal sealed class ProcessWatch(ProcessOptions options, TimeProvider time)
{
    private TaskCompletionSource _look = NewSignal();

    /// <summary>Has the watchers look at once.</summary>
    public void Look() => Interlocked.Exchange(ref _look, NewSignal()).TrySetResult();

    public async IAsyncEnumerable<ReplicaNotice> WatchAsync(OwnerFolder owner, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var known = new Dictionary<(string ReplicaId, int Attempt), ObservedReplica>();
        yield return ReplicaNotice.Gap(options.NodeId);
        while (true)
        {
            var look = Volatile.Read(ref _look).Task;
            var gone = new HashSet<(string, int)>(known.Keys);
            foreach (var replica in owner.All().Select(i => i.Observe(options.NodeId)).OfType<ObservedReplica>())
            {
                var key = (replica.Identity.ReplicaId, replica.Identity.Attempt);
                gone.Remove(key);
                if (!known.TryGetValue(key, out var before) || before.State != replica.State)
                {
                    known[key] = replica;
                    yield return ReplicaNotice.Of(replica);
                }
            }

            foreach (var key in gone)
            {
                known.Remove(key, out var last);
                yield return ReplicaNotice.Of(last! with { State = ReplicaState.Gone });
            }

            await Task.WhenAny(look, Task.Delay(options.PollInterval, time, cancellationToken)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
