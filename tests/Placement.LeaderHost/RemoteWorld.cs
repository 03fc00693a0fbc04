using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using Placement.Scheduling;

namespace Placement.LeaderHost;

/// <summary>Nodes and replicas in another process.</summary>
internal sealed class RemoteWorld(HttpClient client) : IWorkloadLauncher, INodeObserver
{
    public Task<LaunchOutcome> StartAsync(LaunchRequest request, CancellationToken cancellationToken) => AskAsync<LaunchRequest, LaunchOutcome>("start", request, cancellationToken);

    public Task<LaunchOutcome> StopAsync(StopRequest request, CancellationToken cancellationToken) => AskAsync<StopRequest, LaunchOutcome>("stop", request, cancellationToken);

    public async Task<IReadOnlyList<ObservedReplica>> ListAsync(ListRequest request, CancellationToken cancellationToken) => await AskAsync<ListRequest, ObservedReplica[]>("list", request, cancellationToken);

    public async IAsyncEnumerable<ReplicaNotice> WatchAsync(string owner, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken); // nothing ends by itself there
        yield break;
    }

    public async IAsyncEnumerable<NodeReport> ObserveAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            foreach (var report in await client.GetFromJsonAsync<NodeReport[]>("nodes", cancellationToken) ?? [])
            {
                yield return report;
            }

            await Task.Delay(1000, cancellationToken);
        }
    }

    private async Task<TAnswer> AskAsync<TRequest, TAnswer>(string path, TRequest request, CancellationToken cancellationToken)
    {
        using var answer = await client.PostAsJsonAsync(path, request, cancellationToken);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<TAnswer>(cancellationToken))!;
    }
}
