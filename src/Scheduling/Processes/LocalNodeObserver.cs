using System.Runtime.CompilerServices;

namespace Placement.Scheduling;

/// <summary>Reports this machine as the one node on which <see cref="ProcessLauncher"/> runs.</summary>
/// <param name="options">The same as the launcher's; <see langword="null"/> means the defaults.</param>
/// <param name="time">The clock of the heartbeat; <see langword="null"/> means the system's.</param>
/// <remarks>CPU and memory are those that the runtime may use: a container's limits, where there are any.</remarks>
public sealed class LocalNodeObserver(ProcessOptions? options = null, TimeProvider? time = null) : INodeObserver
{
    private readonly ProcessOptions _options = options ?? new ProcessOptions();
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <inheritdoc />
    public async IAsyncEnumerable<NodeReport> ObserveAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var report = new NodeReport
        {
            NodeId = _options.NodeId,
            CpuMillicores = _options.CpuMillicores ?? Math.Max(0, (System.Environment.ProcessorCount * 1000L) - _options.ReservedCpuMillicores),
            MemoryBytes = _options.MemoryBytes ?? Math.Max(0, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes - _options.ReservedMemoryBytes),
            Labels = _options.Labels,
            Taints = _options.Taints,
        };
        using var timer = new PeriodicTimer(_options.HeartbeatInterval, _time);
        do
        {
            yield return report;
        }
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false));
    }
}
