using Placement.Telemetry.Profiles;
using Placement.Telemetry.Quality;
using Placement.Telemetry.Quantities;
using Placement.Telemetry.Samples;

namespace Placement.Sizing;

/// <summary>Turns usage profiles into demands: the planned point of the busiest replica, with headroom, rounded up.</summary>
/// <remarks>
/// Replicas of a workload are interchangeable, so all of them get the demand of the busiest. A percentile below 100 counts every missing slot as
/// the highest, so a lost sample never lowers a demand. The highest sample itself can be lost, which no method mends: below
/// <see cref="SizingPolicy.WorstGrade"/>, and where a percentile is unknown for gaps, a demand is therefore never under the request.
/// </remarks>
public static class DemandSizer
{
    /// <summary>Sizes workloads.</summary>
    /// <param name="subjects">The workloads.</param>
    /// <param name="window">The telemetry, or <see langword="null"/> when there is none.</param>
    /// <param name="policy">How to size.</param>
    /// <returns>One demand a workload, in the same order.</returns>
    /// <exception cref="SizingException">Workloads that neither telemetry nor a request sizes; all are listed.</exception>
    public static IReadOnlyList<SizedDemand> Size(IReadOnlyList<SizingSubject> subjects, TelemetryWindow? window, SizingPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(subjects);
        ArgumentNullException.ThrowIfNull(policy);
        var faults = new List<string>();
        var usable = policy.UsesTelemetry ? window : null;
        var demands = subjects.Select(subject => new SizedDemand
        {
            Workload = subject.Workload,
            Cpu = SizeOne(subject, Resource.Cpu, subject.RequestedMillicores, usable, policy, faults),
            Memory = SizeOne(subject, Resource.Memory, subject.RequestedBytes, usable, policy, faults),
        }).ToList();
        return faults.Count == 0 ? demands : throw new SizingException(faults.Count <= 100 ? faults : [.. faults.Take(100), $"{faults.Count - 100} more are not listed."]);
    }

    private static SizedAmount SizeOne(SizingSubject subject, Resource resource, long? requested, TelemetryWindow? window, SizingPolicy policy, List<string> faults)
    {
        var isCpu = resource == Resource.Cpu;
        var floor = isCpu ? policy.FloorMillicores : policy.FloorBytes;
        if (window is null)
        {
            if (requested is null)
            {
                faults.Add($"Workload '{subject.Workload}' requests no {resource.Name}, and its telemetry is not used. State a request.");
            }

            return new() { Amount = requested ?? 0, Basis = SizingBasis.Requested, Grade = DataGrade.D };
        }

        var (usage, isKnown, grade) = Measure(subject, resource, window, isCpu ? policy.CpuPercentile : 100);
        var planned = usage is { } point ? WithHeadroom(point, isCpu ? policy.CpuHeadroom : policy.MemoryMargin) : 0;
        var mayRelyOnThin = policy.ThinData == ThinDataRule.UseHighest && usage is not null;
        if ((isKnown && grade <= policy.WorstGrade) || mayRelyOnThin)
        {
            return new() { Amount = Math.Max(planned, floor), Basis = planned < floor ? SizingBasis.Floor : SizingBasis.Measured, Grade = grade, Measured = usage };
        }

        if (requested is null || policy.ThinData == ThinDataRule.Refuse)
        {
            faults.Add(Refusal(subject.Workload, resource, usage is not null, isKnown, grade, requested, policy));
        }

        var kept = Math.Max(requested ?? 0, floor);
        return new() { Amount = Math.Max(kept, planned), Basis = planned > kept ? SizingBasis.Measured : SizingBasis.Requested, Grade = grade, Measured = usage };
    }

    private static long WithHeadroom(double usage, double headroom) => ByteQuantity.FromBytesRoundedUp(usage * (1 + headroom)).Bytes;

    private static string Refusal(string workload, Resource resource, bool isMeasured, bool isKnown, DataGrade grade, long? requested, SizingPolicy policy)
    {
        var data = !isMeasured ? $"no {resource.Name} telemetry for some replica"
            : !isKnown ? $"so many gaps in its {resource.Name} telemetry that its percentile is unknown"
            : $"{resource.Name} telemetry of grade {grade} where {policy.WorstGrade} is needed";
        return $"Workload '{workload}' has {data}{(requested is null ? $", and requests no {resource.Name}" : "")}. {(requested is null ? "State a request, or collect for longer." : "Collect for longer, or let thin data keep the request.")}";
    }

    /// <summary>The planned point of the busiest replica, or its highest sample where gaps leave the percentile unknown; none when a replica has no telemetry.</summary>
    private static (double? Usage, bool IsKnown, DataGrade Grade) Measure(SizingSubject subject, Resource resource, TelemetryWindow window, double percentile)
    {
        double highest = 0;
        var isKnown = true;
        var worst = DataGrade.A;
        foreach (var replica in subject.Replicas)
        {
            // Feeds that know workloads but not replicas name the workload.
            var profile = window.Find(new(subject.Kind, replica, resource)) ?? window.Find(new(subject.Kind, subject.Workload, resource));
            if (profile is null)
            {
                return (null, false, DataGrade.D);
            }

            worst = profile.Grade > worst ? profile.Grade : worst;
            var point = profile.Max;
            isKnown &= percentile >= 100 || profile.TryGetUpperPercentile(percentile, out point);
            highest = Math.Max(highest, double.IsFinite(point) ? point : profile.Max);
        }

        return (highest, isKnown, worst);
    }
}
