using Placement.Telemetry.Profiles;
using Placement.Telemetry.Quality;
using Placement.Telemetry.Samples;

namespace Placement.Telemetry.Analysis;

/// <summary>Compares what workloads reserve with what they use.</summary>
public static class RequestUsages
{
    /// <summary>Compares each workload, for CPU and memory, in the order given.</summary>
    /// <param name="window">Telemetry of replicas.</param>
    /// <param name="workloads">Requests and replicas.</param>
    /// <exception cref="OverflowException">A request times its replicas does not fit a long.</exception>
    public static IReadOnlyList<RequestUsage> Compare(TelemetryWindow window, IEnumerable<WorkloadRequest> workloads)
    {
        ArgumentNullException.ThrowIfNull(window);
        ArgumentNullException.ThrowIfNull(workloads);
        return [.. workloads.SelectMany(workload => new[] { Compare(window, workload, Resource.Cpu), Compare(window, workload, Resource.Memory) })];
    }

    private static RequestUsage Compare(TelemetryWindow window, WorkloadRequest workload, Resource resource)
    {
        var profiles = workload.Replicas.Select(replica => window.Find(SeriesKey.ForReplica(replica, resource))).OfType<UsageProfile>().ToArray();
        var request = resource == Resource.Cpu ? workload.Cpu.Millicores : workload.Memory.Bytes;
        return new RequestUsage
        {
            Workload = workload.Workload,
            Resource = resource,
            Replicas = (workload.Replicas.Count, profiles.Length),
            Requested = checked(request * workload.Replicas.Count),
            Mean = profiles.Sum(profile => profile.Mean),
            P95 = profiles.Sum(profile => profile.P95),
            Max = profiles.Sum(profile => profile.Max),
            Grade = profiles.Length < workload.Replicas.Count ? DataGrade.D : profiles.Select(profile => profile.Grade).DefaultIfEmpty(DataGrade.D).Max(),
        };
    }
}
