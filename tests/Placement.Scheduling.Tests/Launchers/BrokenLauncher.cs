using System.Runtime.CompilerServices;
using Placement.Testing;

namespace Placement.Scheduling.Tests.Launchers;

/// <summary>The fake launcher with one rule broken: each part may be replaced.</summary>
internal sealed class BrokenLauncher(FakeLauncher sound) : IWorkloadLauncher
{
    public Func<LaunchRequest, CancellationToken, Task<LaunchOutcome>> Start { get; init; } = sound.StartAsync;

    public Func<StopRequest, CancellationToken, Task<LaunchOutcome>> Stop { get; init; } = sound.StopAsync;

    public Func<ListRequest, CancellationToken, Task<IReadOnlyList<ObservedReplica>>> List { get; init; } = sound.ListAsync;

    public Func<ReplicaNotice, ReplicaNotice?> Notice { get; init; } = notice => notice;

    /// <summary>Whose notices a watch gives.</summary>
    public Func<string, IReadOnlyList<string>> Watched { get; init; } = owner => [owner];

    public Task<LaunchOutcome> StartAsync(LaunchRequest request, CancellationToken cancellationToken) => Start(request, cancellationToken);

    public Task<LaunchOutcome> StopAsync(StopRequest request, CancellationToken cancellationToken) => Stop(request, cancellationToken);

    public Task<IReadOnlyList<ObservedReplica>> ListAsync(ListRequest request, CancellationToken cancellationToken) => List(request, cancellationToken);

    public async IAsyncEnumerable<ReplicaNotice> WatchAsync(string owner, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var streams = Watched(owner).Select(o => sound.WatchAsync(o, cancellationToken).GetAsyncEnumerator(cancellationToken)).ToArray();
        var next = streams.Select(s => s.MoveNextAsync().AsTask()).ToArray();
        while (true)
        {
            var i = Array.IndexOf(next, await Task.WhenAny(next));
            await next[i];
            var notice = streams[i].Current;
            next[i] = streams[i].MoveNextAsync().AsTask();
            if (Notice(notice) is { } told)
            {
                yield return told;
            }
        }
    }
}
