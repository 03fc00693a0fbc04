using Placement.Inventory;
using Placement.Studies;
using Placement.Telemetry.Analysis;
using Placement.Telemetry.Quality;
using Placement.Telemetry.Samples;

namespace Placement.Cli.Output;

/// <summary>An analysis as JSON. Amounts are millicores and bytes, shares are 0 to 1.</summary>
internal sealed record AnalysisDocument
{
    public required DateTimeOffset Start { get; init; }

    public required DateTimeOffset End { get; init; }

    public required double SlotMinutes { get; init; }

    public required IReadOnlyList<string> Assumptions { get; init; }

    public required IReadOnlyList<FleetTotal> Fleet { get; init; }

    public required IReadOnlyList<SeriesRow> Nodes { get; init; }

    public required IReadOnlyList<SeriesRow> Workloads { get; init; }

    public required IReadOnlyList<SeriesRow> Replicas { get; init; }

    public required IReadOnlyList<HotRow> HotSpots { get; init; }

    public required IReadOnlyList<IdleNode> IdleNodes { get; init; }

    public required IReadOnlyList<RequestRow> Requests { get; init; }

    public required IReadOnlyList<AdviceRow> RightSizing { get; init; }

    public required IReadOnlyList<TogetherRow> CoMovements { get; init; }

    public required IReadOnlyList<RoomRow> Room { get; init; }

    public required DataQuality Data { get; init; }

    public static AnalysisDocument Of(FleetAnalysis a, FleetReading reading) => new()
    {
        Start = a.Axis.Start,
        End = a.Axis.End,
        SlotMinutes = a.Axis.Width.TotalMinutes,
        Assumptions = reading.Assumptions,
        Fleet = [.. a.Fleet.Select(f => new FleetTotal(f.Resource.Name, f.SeriesCount, f.Capacity, f.Mean, f.Percentile(95), f.Max, f.Utilisation, [.. f.ByHourOfDay.Select(h => Math.Round(h.Mean, 1))], [.. f.ByHourOfWeek.Select(h => h.Slots > 0 ? Math.Round(h.Mean, 1) : (double?)null)]))],
        Nodes = [.. a.Nodes.Select(SeriesRow.Of)],
        Workloads = [.. a.Workloads.Select(SeriesRow.Of)],
        Replicas = [.. a.Replicas.Select(SeriesRow.Of)],
        HotSpots = [.. a.HotSpots.Select(h => new HotRow(h.Node, h.Resource.Name, h.ShareOfTime, h.TimeAbove.TotalMinutes, h.PeakShare, [.. h.Spans.Select(s => new HotPeriod(s.Start, s.End, s.PeakShare))]))],
        IdleNodes = a.IdleNodes,
        Requests = [.. a.Requests.Select(r => new RequestRow(r.Workload, r.Resource.Name, r.Replicas.All, r.Replicas.Measured, r.Requested, r.Mean, r.P95, r.Max, r.UsedShare, r.Grade))],
        RightSizing = [.. a.RightSizing.Select(r => new AdviceRow(r.Workload, r.Resource == 0 ? "cpu" : "memory", r.Replicas, r.Requested, r.Needed, r.StartUpPeak, r.Verdict, r.Grade))],
        CoMovements = [.. a.CoMovements.Select(m => new TogetherRow(m.First.Subject, m.Second.Subject, m.RankCorrelation, m.SharedPeaks))],
        Room = [.. a.Rooms.Select(r => new RoomRow(r.Node, r.FreeCpu.Millicores, r.FreeMemory.Bytes, r.StrandedCpu.Millicores, r.StrandedMemory.Bytes))],
        Data = new(a.Grades[0], a.Grades[1], a.Grades[2], a.Grades[3], a.SeriesWithoutData, a.Quarantine.Rows, a.Quarantine.Quarantined, a.Quarantine.Counts, [.. a.Quarantine.Examples.Select(f => f.ToString())], reading.Window!.Sources, reading.Inventory.Sources),
    };
}

/// <summary>The fleet's usage of one resource.</summary>
internal sealed record FleetTotal(string Resource, int Series, long Capacity, double Mean, double P95, double Max, double? Utilisation, IReadOnlyList<double> MeanByHourOfDay, IReadOnlyList<double?> MeanByHourOfWeek);

/// <summary>One node, workload or replica and resource; an hour of the day or of the week (from Monday 00:00) without samples is null. Replicas have no hours of the week.</summary>
internal sealed record SeriesRow(string Name, string Resource, long? Capacity, double Mean, double P50, double P95, double P99, double Max, double Coverage, DataGrade Grade, IReadOnlyList<double?> MeanByHourOfDay, IReadOnlyList<double?> MeanByHourOfWeek)
{
    public static SeriesRow Of(SeriesUsage s) => new(s.Subject, s.Resource.Name, s.Capacity, s.Mean, s.P50, s.P95, s.P99, s.Max, s.Coverage, s.Grade, Shape(s.MeanByHourOfDay), Shape(s.MeanByHourOfWeek));

    private static double?[] Shape(IReadOnlyList<double> hours) => [.. hours.Select(h => double.IsNaN(h) ? (double?)null : Math.Round(h, 1))];
}

/// <summary>A hot spot with its times.</summary>
internal sealed record HotRow(string Node, string Resource, double ShareOfTime, double MinutesAbove, double PeakShare, IReadOnlyList<HotPeriod> Periods);

/// <summary>One time without a break above the target.</summary>
internal sealed record HotPeriod(DateTimeOffset Start, DateTimeOffset End, double PeakShare);

/// <summary>What a workload reserves beside what it uses.</summary>
internal sealed record RequestRow(string Workload, string Resource, int Replicas, int Measured, long Requested, double Mean, double P95, double Max, double? UsedShare, DataGrade Grade);

/// <summary>Advice on a request, for each replica.</summary>
internal sealed record AdviceRow(string Workload, string Resource, int Replicas, long Requested, long? Needed, long? StartUpPeak, RightSizingVerdict Verdict, DataGrade Grade);

/// <summary>How much the CPU of two replicas of different workloads, or of two nodes, rises and falls together.</summary>
internal sealed record TogetherRow(string First, string Second, double RankCorrelation, double SharedPeaks);

/// <summary>What is free on a node, and what of it is stranded.</summary>
internal sealed record RoomRow(string Node, long FreeMillicores, long FreeBytes, long StrandedMillicores, long StrandedBytes);

/// <summary>The quality of the data.</summary>
internal sealed record DataQuality(
    int GradeA, int GradeB, int GradeC, int GradeD, int SeriesWithoutData, long Rows, long Quarantined, IReadOnlyList<FaultCount> Faults, IReadOnlyList<string> Examples,
    IReadOnlyList<SourceRecord> Telemetry, IReadOnlyList<InventorySource> Inventory);
