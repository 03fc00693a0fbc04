using Placement.Model;
using Placement.Sizing;
using Placement.Telemetry.Profiles;
using Placement.Telemetry.Samples;

namespace Placement.Studies;

/// <summary>Advises on requests: CPU by its percentile with headroom, memory by its highest use with a margin of its own.</summary>
public static class RightSizing
{
    private static readonly TimeSpan StartUp = TimeSpan.FromMinutes(15);

    /// <summary>Advises on each workload that states a request.</summary>
    /// <param name="fleet">The fleet, with requests of CPU and memory.</param>
    /// <param name="telemetry">The usage of its replicas, read with its grid.</param>
    /// <param name="policy">How a need is made from usage, and the worst grade of data to advise on.</param>
    /// <returns>For each workload with requests first CPU, then memory, in the order of the fleet.</returns>
    public static IReadOnlyList<RightSizingAdvice> Advise(ClusterModel fleet, TelemetryWindow telemetry, SizingPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(fleet);
        ArgumentNullException.ThrowIfNull(telemetry);
        ArgumentNullException.ThrowIfNull(policy);
        var workloads = fleet.Workloads.Where(w => w.Requested.Count == 2 && w.Requested[0] > 0 && w.Requested[1] > 0).ToList();
        var sized = DemandSizer.Size(
            [.. workloads.Select(w => new SizingSubject { Workload = w.Id, Replicas = [.. w.Replicas.Select(r => r.Id)], RequestedMillicores = w.Requested[0], RequestedBytes = w.Requested[1] })],
            telemetry,
            policy with { UsesTelemetry = true, ThinData = ThinDataRule.KeepRequest });
        return [.. workloads.Zip(sized).SelectMany(pair => new[] { One(pair.First, 0, pair.Second.Cpu, telemetry), One(pair.First, 1, pair.Second.Memory, telemetry) })];
    }

    private static RightSizingAdvice One(Workload workload, int resource, SizedAmount sized, TelemetryWindow telemetry)
    {
        var requested = workload.Requested[resource];
        var refused = sized.Basis == SizingBasis.Requested;
        var peak = refused ? 0 : StartUpPeak(workload, resource == 0 ? Resource.Cpu : Resource.Memory, telemetry);
        return new()
        {
            Workload = workload.Id,
            Resource = resource,
            Replicas = workload.Replicas.Count,
            Requested = requested,
            Needed = refused ? null : sized.Amount,
            Verdict = refused ? RightSizingVerdict.Refused
                : sized.Amount > requested ? RightSizingVerdict.Raise
                : (decimal)sized.Amount * 10 < (decimal)requested * 9 ? RightSizingVerdict.Lower
                : RightSizingVerdict.Keep,
            Grade = sized.Grade,
            StartUpPeak = peak > sized.Amount ? peak : null,
        };
    }

    /// <summary>A replica starts with its first sample after a gap; one that reports from the first slot on was there before.</summary>
    private static long StartUpPeak(Workload workload, Resource resource, TelemetryWindow telemetry)
    {
        var highest = 0f;
        foreach (var replica in workload.Replicas)
        {
            if (telemetry.Find(SeriesKey.ForReplica(replica.Id, resource))?.Row is not { } row)
            {
                continue;
            }

            var length = Math.Max(1, (int)(StartUp / telemetry.Axis.Width));
            var left = 0;
            for (var slot = 1; slot < row.Count; slot++)
            {
                var usage = row.Peaks[slot];
                left = float.IsNaN(usage) ? 0 : float.IsNaN(row.Peaks[slot - 1]) ? length : left - 1;
                highest = left > 0 ? Math.Max(highest, usage) : highest;
            }
        }

        return (long)Math.Ceiling(highest);
    }
}
