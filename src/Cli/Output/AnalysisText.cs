using System.Globalization;
using System.Text;
using Placement.Studies;
using Placement.Telemetry.Quality;
using Placement.Telemetry.Samples;

namespace Placement.Cli.Output;

/// <summary>An analysis for people.</summary>
internal static class AnalysisText
{
    private const int Most = 10;

    public static string Render(FleetAnalysis a, FleetReading reading, bool all, int width)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{reading.Name}: {Numbers.Time(a.Axis.Start)} to {Numbers.Time(a.Axis.End)} UTC, {a.Axis.Span.TotalDays:0.#} days in slots of {a.Axis.Width.TotalMinutes:0.#} minutes\n");
        foreach (var assumption in reading.Assumptions)
        {
            text.Append("Assumed: ").Append(assumption).Append('\n');
        }

        Fleet(text, a, width);
        Nodes(text, a, all, width);
        Workloads(text, a, all, width);
        HotSpots(text, a, all, width);
        Idle(text, a, all);
        Requests(text, a, all, width);
        Advice(text, a, all, width);
        Together(text, a, all, width);
        Room(text, a);
        Data(text, a, all, width);
        return text.ToString().TrimEnd('\n');
    }

    private static string Amount(Resource resource, double value) => resource == Resource.Cpu ? Numbers.Cores(value) : Numbers.Gibibytes(value);

    private static string Unit(Resource resource) => resource == Resource.Cpu ? "cores" : "GiB";

    private static string Share(double value, long? capacity) => capacity is > 0 and var whole ? Numbers.Percent(value / whole) : "";

    private static void Fleet(StringBuilder text, FleetAnalysis a, int width)
    {
        var table = Tables.New("fleet", ">capacity", ">mean", ">of capacity", ">p95", ">max at once", ">busiest hour", ">quietest hour");
        foreach (var f in a.Fleet)
        {
            var hours = f.ByHourOfDay.Where(h => h.Slots > 0).ToList();
            table.Row(
                $"{f.Resource} ({Unit(f.Resource)})", f.Capacity > 0 ? Amount(f.Resource, f.Capacity) : "", Amount(f.Resource, f.Mean), f.Utilisation is { } u ? Numbers.Percent(u) : "",
                Amount(f.Resource, f.Percentile(95)), Amount(f.Resource, f.Max),
                hours.MaxBy(h => h.Mean) is { } top ? string.Create(CultureInfo.InvariantCulture, $"{top.Hour:00}h") : "",
                hours.MinBy(h => h.Mean) is { } low ? string.Create(CultureInfo.InvariantCulture, $"{low.Hour:00}h") : "");
        }

        text.Append('\n').Append(Tables.Render(table, width)).Append('\n');
    }

    private static void Nodes(StringBuilder text, FleetAnalysis a, bool all, int width)
    {
        var machines = (a.Nodes.Count > 0 ? a.Nodes : a.Replicas).GroupBy(n => n.Subject).Select(g => (Name: g.Key, Cpu: g.FirstOrDefault(n => n.Resource == Resource.Cpu), Memory: g.FirstOrDefault(n => n.Resource == Resource.Memory))).ToList();
        var shown = machines.OrderByDescending(m => m.Cpu is { Capacity: > 0 } c ? c.P95 / c.Capacity : m.Cpu?.P95 ?? 0).ThenBy(m => m.Name, StringComparer.Ordinal).Take(all ? int.MaxValue : Most).ToList();
        text.Append(CultureInfo.InvariantCulture, $"\n{(all || shown.Count == machines.Count ? "All" : "Busiest")} {(a.Nodes.Count > 0 ? "nodes" : "replicas")}{(shown.Count < machines.Count ? $" ({shown.Count} of {machines.Count}; --all lists them)" : "")}:\n");
        var hasMemory = machines.Exists(m => m.Memory is not null);
        string[] memoryColumns = hasMemory ? [">mem mean", ">p95", ">max"] : [];
        var table = Tables.New(["name", ">cpu mean", ">p50", ">p95", ">p99", ">max", .. memoryColumns, ">busiest hour", ">coverage", "grade"]);
        foreach (var m in shown)
        {
            string[] memory = hasMemory ? [Cell(m.Memory, m.Memory?.Mean), Cell(m.Memory, m.Memory?.P95), Cell(m.Memory, m.Memory?.Max)] : [];
            table.Row([m.Name, Cell(m.Cpu, m.Cpu?.Mean), Cell(m.Cpu, m.Cpu?.P50), Cell(m.Cpu, m.Cpu?.P95), Cell(m.Cpu, m.Cpu?.P99), Cell(m.Cpu, m.Cpu?.Max), .. memory, Busiest(m.Cpu ?? m.Memory), Numbers.Percent(Math.Min(m.Cpu?.Coverage ?? 1, m.Memory?.Coverage ?? 1)), Worst(m.Cpu, m.Memory)]);
        }

        text.Append(Tables.Render(table, width)).Append('\n');

        static string Cell(SeriesUsage? s, double? value) => s is null || value is null ? "" : s.Capacity > 0 ? Share(value.Value, s.Capacity) : $"{Amount(s.Resource, value.Value)} {Unit(s.Resource)}";
        static string Worst(SeriesUsage? one, SeriesUsage? two) => new[] { one?.Grade, two?.Grade }.Max()?.ToString() ?? "";
    }

    private static string Busiest(SeriesUsage? s) =>
        s?.MeanByHourOfDay.Index().Where(h => !double.IsNaN(h.Item)).ToList() is { Count: > 0 } hours ? string.Create(CultureInfo.InvariantCulture, $"{hours.MaxBy(h => h.Item).Index:00}h") : "";

    private static void Workloads(StringBuilder text, FleetAnalysis a, bool all, int width)
    {
        if (a.Workloads.Count == 0)
        {
            return;
        }

        var shown = a.Workloads.OrderBy(w => w.Resource).ThenByDescending(w => w.P95).GroupBy(w => w.Resource).SelectMany(g => g.Take(all ? int.MaxValue : Most)).ToList();
        text.Append(CultureInfo.InvariantCulture, $"\nWorkloads, all replicas of each at once{(all ? "" : ", the largest first")}:\n");
        var table = Tables.New("workload", "resource", ">mean", ">p50", ">p95", ">p99", ">max", ">busiest hour", ">coverage", "grade");
        foreach (var w in shown)
        {
            table.Row(w.Subject, $"{w.Resource} ({Unit(w.Resource)})", Amount(w.Resource, w.Mean), Amount(w.Resource, w.P50), Amount(w.Resource, w.P95), Amount(w.Resource, w.P99), Amount(w.Resource, w.Max), Busiest(w), Numbers.Percent(w.Coverage), w.Grade.ToString());
        }

        text.Append(Tables.Render(table, width)).Append('\n');
    }

    private static void HotSpots(StringBuilder text, FleetAnalysis a, bool all, int width)
    {
        text.Append(CultureInfo.InvariantCulture, $"\nHot spots: {(a.HotSpots.Count == 0 ? "none." : $"{a.HotSpots.Count}, the longest above target first")}\n");
        if (a.HotSpots.Count == 0)
        {
            return;
        }

        var table = Tables.New("node", "resource", ">of time", ">hours", ">peak", ">times", ">longest", "last");
        foreach (var h in a.HotSpots.Take(all ? int.MaxValue : Most))
        {
            table.Row(h.Node, h.Resource.Name, Numbers.Percent(h.ShareOfTime), Numbers.Hours(h.TimeAbove), Numbers.Percent(h.PeakShare), Numbers.Count(h.Spans.Count), Numbers.Hours(h.LongestSpan), Numbers.Time(h.Spans[^1].Start));
        }

        text.Append(Tables.Render(table, width)).Append('\n');
    }

    private static void Idle(StringBuilder text, FleetAnalysis a, bool all)
    {
        var names = a.IdleNodes.Select(n => n.Node).ToList();
        var shown = names.Take(all ? int.MaxValue : 8).ToList();
        text.Append(CultureInfo.InvariantCulture, $"\nIdle nodes (99 % of the time under 5 % CPU and 25 % memory): {names.Count}{(names.Count == 0 ? "" : $": {string.Join(", ", shown)}{(shown.Count < names.Count ? ", ..." : "")}")}\n");
    }

    private static void Requests(StringBuilder text, FleetAnalysis a, bool all, int width)
    {
        if (a.Requests.Count == 0)
        {
            return;
        }

        text.Append(CultureInfo.InvariantCulture, $"\nRequested and used{(all ? "" : ", the largest gaps first")}:\n");
        var table = Tables.New("workload", "resource", ">replicas", ">requested", ">mean", ">p95", ">max", ">used", "grade");
        foreach (var r in a.Requests.OrderByDescending(r => r.Resource == Resource.Memory ? r.Requested - r.Max : (r.Requested - r.P95) * (1L << 30) / 500.0).ThenBy(r => r.Workload, StringComparer.Ordinal).Take(all ? int.MaxValue : Most))
        {
            table.Row(r.Workload, $"{r.Resource} ({Unit(r.Resource)})", $"{r.Replicas.Measured}/{r.Replicas.All}", Amount(r.Resource, r.Requested), Amount(r.Resource, r.Mean), Amount(r.Resource, r.P95), Amount(r.Resource, r.Max), r.UsedShare is { } share ? Numbers.Percent(share) : "", r.Grade.ToString());
        }

        text.Append(Tables.Render(table, width)).Append('\n');
        foreach (var group in a.Requests.GroupBy(r => r.Resource).OrderBy(g => g.Key))
        {
            text.Append(CultureInfo.InvariantCulture, $"All {group.Key}: {Amount(group.Key, group.Sum(r => (double)r.Requested))} {Unit(group.Key)} requested, {Amount(group.Key, group.Sum(r => r.Mean))} used on average.\n");
        }
    }

    private static void Advice(StringBuilder text, FleetAnalysis a, bool all, int width)
    {
        var changes = a.RightSizing.Where(r => r.Verdict is RightSizingVerdict.Lower or RightSizingVerdict.Raise).ToList();
        if (a.RightSizing.Count == 0)
        {
            return;
        }

        text.Append(CultureInfo.InvariantCulture, $"\nRequests to change (of {a.RightSizing.Count}; {a.RightSizing.Count(r => r.Verdict == RightSizingVerdict.Refused)} not judged for thin data), for each replica:\n");
        var table = Tables.New("workload", "resource", ">replicas", ">requested", ">needed", ">start-up peak", "advice", "grade");
        foreach (var r in changes.OrderByDescending(r => Math.Abs(r.Released / (double)r.Requested)).ThenBy(r => r.Workload, StringComparer.Ordinal).Take(all ? int.MaxValue : Most))
        {
            var resource = r.Resource == 0 ? Resource.Cpu : Resource.Memory;
            table.Row(r.Workload, $"{resource} ({Unit(resource)})", Numbers.Count(r.Replicas), Amount(resource, r.Requested), Amount(resource, r.Needed!.Value), r.StartUpPeak is { } peak ? Amount(resource, peak) : "", r.Verdict == RightSizingVerdict.Lower ? "lower" : "raise", r.Grade.ToString());
        }

        text.Append(Tables.Render(table, width)).Append('\n');
    }

    private static void Together(StringBuilder text, FleetAnalysis a, bool all, int width)
    {
        const double telling = 0.5;
        var pairs = a.CoMovements.Where(m => m.RankCorrelation >= telling).ToList();
        if (a.CoMovements.Count == 0)
        {
            return;
        }

        text.Append(CultureInfo.InvariantCulture, $"\nRise and fall together in CPU, of the busiest (rank correlation of {telling} and more): {(pairs.Count == 0 ? "none.\n" : "\n")}");
        if (pairs.Count > 0)
        {
            var table = Tables.New("one", "other", ">correlation", ">highest slots in common");
            foreach (var m in pairs.Take(all ? int.MaxValue : Most))
            {
                table.Row(m.First.Subject, m.Second.Subject, string.Create(CultureInfo.InvariantCulture, $"{m.RankCorrelation:0.00}"), Numbers.Percent(m.SharedPeaks));
            }

            text.Append(Tables.Render(table, width)).Append('\n');
        }
    }

    private static void Room(StringBuilder text, FleetAnalysis a)
    {
        if (a.Rooms.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"\nStranded (free at p95, unusable for the fleet's mix): {Numbers.Cores(a.Rooms.Sum(r => (double)r.StrandedCpu.Millicores))} of {Numbers.Cores(a.Rooms.Sum(r => (double)r.FreeCpu.Millicores))} free cores, {Numbers.Gibibytes(a.Rooms.Sum(r => (double)r.StrandedMemory.Bytes))} of {Numbers.Gibibytes(a.Rooms.Sum(r => (double)r.FreeMemory.Bytes))} free GiB.\n");
        }
    }

    private static void Data(StringBuilder text, FleetAnalysis a, bool all, int width)
    {
        text.Append(CultureInfo.InvariantCulture, $"\nData: {a.Grades.Sum()} series, grade A {a.Grades[0]}, B {a.Grades[1]}, C {a.Grades[2]}, D {a.Grades[3]}; {a.SeriesWithoutData} series without a usable sample. {Numbers.Count(a.Quarantine.Quarantined)} of {Numbers.Count(a.Quarantine.Rows)} rows set aside.\n");
        if (a.Quarantine.Counts.Count == 0)
        {
            return;
        }

        var table = Tables.New("fault", ">count", "what happened to it", "first");
        foreach (var count in a.Quarantine.Counts)
        {
            var first = a.Quarantine.Examples.FirstOrDefault(f => f.Rule == count.Rule);
            table.Row(count.Rule + (count.Markers.Count == 0 ? "" : $": {string.Join(", ", count.Markers.Select(m => $"{m.Key} {Numbers.Count(m.Value)} times"))}"), Numbers.Count(count.Count), Quarantine.SetsAside(count.Rule) ? "set aside" : "noted", first is null ? "" : $"{Path.GetFileName(first.File)}:{first.Line} \"{first.Value}\"");
        }

        text.Append(Tables.Render(table, width)).Append('\n');
        foreach (var example in a.Quarantine.Examples.Where(f => Quarantine.SetsAside(f.Rule)).Take(all ? int.MaxValue : 5))
        {
            text.Append("  ").Append(example).Append('\n');
        }
    }
}
