using System.Diagnostics;

namespace Placement.Scheduling.Hosting;

/// <summary>Measures and traces the calls to a launcher, and changes nothing else.</summary>
internal sealed class MeasuredLauncher(IWorkloadLauncher launcher, SchedulerMeter meter) : IWorkloadLauncher, ICommandRunner
{
    public Task<LaunchOutcome> StartAsync(LaunchRequest request, CancellationToken cancellationToken) =>
        MeasureAsync("start", request.NodeId, request.Identity.ReplicaId, () => launcher.StartAsync(request, cancellationToken), o => o.Status.ToString());

    public Task<LaunchOutcome> StopAsync(StopRequest request, CancellationToken cancellationToken) =>
        MeasureAsync("stop", request.NodeId, request.ReplicaId, () => launcher.StopAsync(request, cancellationToken), o => o.Status.ToString());

    public Task<IReadOnlyList<ObservedReplica>> ListAsync(ListRequest request, CancellationToken cancellationToken) =>
        MeasureAsync("list", request.NodeId, null, () => launcher.ListAsync(request, cancellationToken), _ => "Listed");

    public IAsyncEnumerable<ReplicaNotice> WatchAsync(string owner, CancellationToken cancellationToken) => launcher.WatchAsync(owner, cancellationToken);

    public Task<int?> RunAsync(string nodeId, ReplicaIdentity identity, IReadOnlyList<string> command, CancellationToken cancellationToken) =>
        launcher is ICommandRunner runner
            ? runner.RunAsync(nodeId, identity, command, cancellationToken)
            : throw new NotSupportedException($"The launcher {launcher.GetType().Name} runs no commands; use an HTTP or TCP health check.");

    private async Task<T> MeasureAsync<T>(string call, string nodeId, string? replicaId, Func<Task<T>> make, Func<T, string> outcome)
    {
        using var activity = meter.Activities.StartActivity("placement.launcher." + call);
        activity?.SetTag("placement.node", nodeId);
        activity?.SetTag("placement.replica", replicaId);
        var began = Stopwatch.GetTimestamp();
        var ended = "Faulted";
        try
        {
            var answer = await make().ConfigureAwait(false);
            ended = outcome(answer);
            return answer;
        }
        catch (Exception fault)
        {
            activity?.SetStatus(ActivityStatusCode.Error, fault.Message);
            throw;
        }
        finally
        {
            activity?.SetTag("placement.outcome", ended);
            meter.Call(call, ended, Stopwatch.GetElapsedTime(began));
        }
    }
}
