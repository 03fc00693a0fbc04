using Placement.Sizing;
using Placement.Telemetry.Profiles;

namespace Placement.Scheduling;

/// <summary>What services need, judged by what they used, and what nodes use now.</summary>
public sealed record UsageReport
{
    /// <summary>Gets the demand of one replica by service, headroom included; it counts in place of the request.</summary>
    public IReadOnlyDictionary<string, MeasuredUse> Services { get; init; } = new Dictionary<string, MeasuredUse>(0);

    /// <summary>Gets the present use of each node. A node at or above <see cref="SchedulerOptions.OverloadPerMille"/> of a capacity takes no new replicas.</summary>
    public IReadOnlyDictionary<string, MeasuredUse> Nodes { get; init; } = new Dictionary<string, MeasuredUse>(0);

    /// <summary>Sizes the services of a fleet from profiles of telemetry that names replicas by their ids.</summary>
    /// <param name="fleet">The fleet, for services, replicas and requests.</param>
    /// <param name="window">The telemetry.</param>
    /// <param name="policy">How to size; data that are too thin leave the request in force.</param>
    /// <returns>A report of services; nodes are left out.</returns>
    /// <exception cref="SizingException">The policy cannot size a service.</exception>
    public static UsageReport Of(FleetSnapshot fleet, TelemetryWindow window, SizingPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(fleet);
        var subjects = fleet.Services.Select(s => new SizingSubject
        {
            Workload = s.Spec.Name,
            Replicas = [.. fleet.Replicas.Where(r => r.Service == s.Spec.Name).Select(r => r.ReplicaId)],
            RequestedMillicores = s.Spec.CpuMillicores,
            RequestedBytes = s.Spec.MemoryBytes,
        }).Where(s => s.Replicas.Count > 0).ToList();
        return new UsageReport
        {
            Services = DemandSizer.Size(subjects, window, policy).ToDictionary(d => d.Workload, d => new MeasuredUse { CpuMillicores = d.Cpu.Amount, MemoryBytes = d.Memory.Amount }, StringComparer.Ordinal),
        };
    }
}
