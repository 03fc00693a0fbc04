using System.Runtime.CompilerServices;
using Placement.Scheduling;
using Placement.Testing;

namespace Placement.Benchmarks.Online;

/// <summary>The fake fleet behind the plug points of a scheduler: every node is reported once, every start answers at once.</summary>
internal sealed class FakeWorld : IWorkloadLauncher, INodeObserver
{
    private readonly FakeFleet _fleet = new();
    private int _listed;

    public FakeWorld(IReadOnlyList<NodeReport> nodes)
    {
        foreach (var node in nodes)
        {
            _fleet.AddNode(node);
        }
    }

    public Task<LaunchOutcome> StartAsync(LaunchRequest request, CancellationToken cancellationToken) => Task.FromResult(_fleet.Start(request));

    public Task<LaunchOutcome> StopAsync(StopRequest request, CancellationToken cancellationToken) => Task.FromResult(_fleet.Stop(request));

    /// <summary>How many nodes were listed: one takes replicas only after that.</summary>
    public int Listed => Volatile.Read(ref _listed);

    public Task<IReadOnlyList<ObservedReplica>> ListAsync(ListRequest request, CancellationToken cancellationToken)
    {
        var there = _fleet.List(request);
        Interlocked.Increment(ref _listed);
        return Task.FromResult(there);
    }

    public async IAsyncEnumerable<ReplicaNotice> WatchAsync(string owner, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        yield break;
    }

    public async IAsyncEnumerable<NodeReport> ObserveAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var node in _fleet.Nodes)
        {
            yield return node.Report;
        }

        await Task.Delay(Timeout.Infinite, cancellationToken);
    }
}
