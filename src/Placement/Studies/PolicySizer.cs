using System.Collections.Concurrent;
using Placement.Model;
using Placement.Sizing;
using Placement.Telemetry.Profiles;
using Placement.Telemetry.Quality;
using Placement.Telemetry.Samples;

namespace Placement.Studies;

/// <summary>Sizes a fleet's workloads by a policy whose percentile and target the variant sets.</summary>
internal sealed class PolicySizer(ClusterModel fleet, TelemetryWindow? telemetry, SizingPolicy policy, SubjectKind usageOf = SubjectKind.Replica)
{
    private readonly ConcurrentDictionary<DateTimeOffset, TelemetryWindow> _parts = [];
    private readonly SizingSubject[] _subjects =
    [
        .. fleet.Workloads.Select(w => new SizingSubject
        {
            Workload = w.Id,
            Replicas = [.. w.Replicas.Select(r => r.Id)],
            Kind = usageOf,
            RequestedMillicores = w.Requested.Count > 0 ? w.Requested[0] : null,
            RequestedBytes = w.Requested.Count > 1 ? w.Requested[1] : null,
        }),
    ];

    private readonly Dictionary<string, Node>? _homes = usageOf == SubjectKind.Node ? fleet.Nodes.ToDictionary(n => n.Id, StringComparer.Ordinal) : null;

    public ClusterModel Fleet => fleet;

    /// <summary>Gets the grade of the data that the policy's own sizes rest on: the worst of those that release capacity. A workload that keeps its request for thin data does not lower it.</summary>
    /// <exception cref="SizingException">Workloads have neither telemetry nor a request.</exception>
    public DataGrade Grade()
    {
        var used = DemandSizer.Size(_subjects, telemetry, policy).SelectMany(d => new[] { d.Cpu, d.Memory }).Where(a => a.Basis != SizingBasis.Requested).Select(a => a.Grade).ToList();
        return used.Count == 0 ? DataGrade.D : used.Max();
    }

    /// <returns>The sized fleet, or <see langword="null"/> when a variant other than the policy itself cannot size every workload.</returns>
    /// <exception cref="SizingException">The policy itself cannot: workloads have neither telemetry nor a request.</exception>
    public ClusterModel? Size(SizingVariant variant)
    {
        var byRequest = variant.ByRequest || telemetry is null || !policy.UsesTelemetry;
        if (byRequest && _subjects.Any(s => s.RequestedMillicores is null || s.RequestedBytes is null))
        {
            return null;
        }

        var chosen = policy with
        {
            UsesTelemetry = !byRequest,
            CpuPercentile = Math.Max(50, variant.Percentile),
            TargetUtilization = variant.TargetPercent / 100.0,
        };
        IReadOnlyList<SizedDemand> demands;
        try
        {
            demands = DemandSizer.Size(_subjects, byRequest ? null : Window(variant), chosen);
        }
        catch (SizingException) when (variant.Until is not null || chosen.CpuPercentile != policy.CpuPercentile)
        {
            return null;
        }

        var peaks = byRequest || (variant.Predictor is null && !variant.ByHourOfDay) ? null : new PeakSizes(Window(variant), usageOf, variant, chosen);
        return fleet with
        {
            SlotCount = peaks?.SlotCount ?? 1,
            Nodes = [.. fleet.Nodes.Select(n => n with { Capacity = [.. n.Capacity.Select(chosen.PlanningCapacity)] })],
            Workloads = [.. fleet.Workloads.Select((w, i) => w with
            {
                Demand = Demand(w, demands[i], peaks, chosen),
                Replicas = [.. w.Replicas.Select(r => r with { Demand = null })],
            })],
        };
    }

    /// <summary>One value a resource and slot. A CPU size that rests on a request, for lack of data, is that of every slot.</summary>
    private long[] Demand(Workload workload, SizedDemand sized, PeakSizes? peaks, SizingPolicy chosen)
    {
        var (cpu, memory) = (MostOf(workload, 0, chosen), Math.Min(sized.Memory.Amount, MostOf(workload, 1, chosen)));
        if (peaks is null)
        {
            return [Math.Min(sized.Cpu.Amount, cpu), memory];
        }

        var bySlot = sized.Cpu.Basis == SizingBasis.Requested ? null : peaks.Cpu(workload);
        return
        [
            .. Enumerable.Range(0, peaks.SlotCount).Select(slot => Math.Min(bySlot?[slot] ?? sized.Cpu.Amount, cpu)),
            .. Enumerable.Repeat(memory, peaks.SlotCount),
        ];
    }

    /// <summary>In an inventory of telemetry alone each load is a whole machine: one that needs more than the target keeps a machine of its own.</summary>
    private long MostOf(Workload workload, int resource, SizingPolicy chosen) =>
        _homes is not null && workload.Replicas[0].Node is { } node ? chosen.PlanningCapacity(_homes[node].Capacity[resource]) : long.MaxValue;

    private TelemetryWindow Window(SizingVariant variant) => variant.Until is { } until
        ? _parts.GetOrAdd(until, static (end, whole) => whole.Slice(0, Math.Clamp((int)((end - whole.Axis.Start) / whole.Axis.Width), 1, whole.Axis.Count)), telemetry!)
        : telemetry!;
}
