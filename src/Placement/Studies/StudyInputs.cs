using System.Globalization;
using Placement.Backtesting;
using Placement.Inventory;
using Placement.Model;
using Placement.Sizing;
using Placement.Telemetry.Profiles;
using Placement.Telemetry.Samples;

namespace Placement.Studies;

/// <summary>Makes the input of a study from an inventory, its telemetry and a sizing policy.</summary>
public static class StudyInputs
{
    /// <summary>Makes the input.</summary>
    /// <param name="inventory">Nodes, workloads, rules and prices.</param>
    /// <param name="telemetry">The telemetry of the replicas, read with its grid; <see langword="null"/> when there is none.</param>
    /// <param name="policy">How to size; its percentile and target are replaced by those of each sizing.</param>
    /// <param name="name">The name of the fleet, for titles.</param>
    /// <param name="catalogue">The node types to ask for the cheapest fleet of; <see langword="null"/> leaves that question out.</param>
    public static StudyInput Create(ClusterInventory inventory, TelemetryWindow? telemetry, SizingPolicy policy, string name = "fleet", PriceCatalogue? catalogue = null)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        ArgumentNullException.ThrowIfNull(policy);
        var fleet = inventory.ToModel();
        var sizer = new PolicySizer(fleet, telemetry, policy, inventory.UsageOf);
        return new StudyInput
        {
            Fleet = fleet,
            Sizer = sizer.Size,
            CatalogueSizer = catalogue is null ? null : new CatalogueCandidates(sizer, catalogue).Size,
            History = telemetry is null ? null : HistoryOf(fleet, telemetry, inventory.UsageOf),
            RightSizing = telemetry is null || inventory.UsageOf == SubjectKind.Node ? [] : RightSizing.Advise(fleet, telemetry, policy),
            Name = name,
            Sources = Sources(inventory, telemetry),
            PriceSource = PriceSource(inventory, catalogue),
            DataGrade = telemetry is null ? "" : policy.UsesTelemetry ? sizer.Grade().ToString() : telemetry.Grade.ToString(),
            DataGradeReason = telemetry is null ? "" : GradeReason(telemetry),
            SizingNotes = Notes(policy, telemetry is not null),
        };
    }

    /// <summary>Makes the history of a fleet's replicas from their telemetry.</summary>
    /// <remarks>A slot counts at its highest sample. A feed that names workloads instead of replicas gives every replica the usage of the workload.</remarks>
    /// <exception cref="InvalidOperationException">The telemetry was read without its grid.</exception>
    internal static UsageHistory HistoryOf(ClusterModel fleet, TelemetryWindow telemetry, SubjectKind usageOf = SubjectKind.Replica)
    {
        var rows = new List<ReadOnlyMemory<float>>();
        foreach (var workload in fleet.Workloads)
        {
            foreach (var replica in workload.Replicas)
            {
                foreach (var resource in fleet.Resources)
                {
                    var key = Resource.FromName(resource.Name);
                    var profile = telemetry.Find(new(usageOf, replica.Id, key)) ?? telemetry.Find(new(usageOf, workload.Id, key));
                    var row = profile is null ? null : profile.Row ?? throw new InvalidOperationException($"The usage of {profile.Key} over time needs its slots. Read the telemetry with {nameof(ProfileOptions.KeepGrid)}.");
                    rows.Add(row is null ? ReadOnlyMemory<float>.Empty : row.Peaks.ToArray());
                }
            }
        }

        return new UsageHistory(telemetry.Axis.Start, telemetry.Axis.Width, telemetry.Axis.Count, fleet.Resources.Count, rows);
    }

    private static List<StudySource> Sources(ClusterInventory inventory, TelemetryWindow? telemetry)
    {
        var sources = inventory.Sources.Select(s => new StudySource { Role = s.Content == "price catalogue" ? "prices" : s.Content, Name = s.Name, Sha256 = s.Sha256, Rows = s.Rows }).ToList();
        sources.AddRange((telemetry?.Sources ?? []).Select(s => new StudySource { Role = "telemetry", Name = s.Name, Sha256 = s.Sha256, Rows = s.Rows }));
        return sources;
    }

    private static string PriceSource(ClusterInventory inventory, PriceCatalogue? catalogue)
    {
        var parts = new List<string> { "hourly prices of the node inventory" };
        if (inventory.PriceNote.Length > 0)
        {
            parts[0] = inventory.PriceNote;
        }
        else if (inventory.AssumedPrice is { } assumed)
        {
            parts[0] = inventory.NodesWithAssumedPrice == inventory.Nodes.Count ? $"assumed for every node: {assumed.Source}" : $"{parts[0]}; assumed for {inventory.NodesWithAssumedPrice} nodes without one: {assumed.Source}";
        }

        var used = catalogue ?? inventory.Catalogue;
        if (used.Types.Count > 0)
        {
            var dates = used.Types.Select(t => t.AsOf).Where(d => d.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
            parts.Add($"price catalogue {used.Source.Name}{(dates.Count == 0 ? "" : dates.Count == 1 ? $" of {dates[0]}" : $" of {dates[0]} to {dates[^1]}")}");
        }

        return string.Join("; ", parts) + ".";
    }

    private static string GradeReason(TelemetryWindow telemetry)
    {
        var worst = telemetry.Profiles.Count == 0 ? null : telemetry.Profiles.MinBy(p => p.Coverage);
        var days = telemetry.Axis.Span.TotalDays.ToString("0.#", CultureInfo.InvariantCulture);
        var reason = worst is null ? "no series" : $"{days} days of {telemetry.Profiles.Count} series, the thinnest ({worst.Key}) {(worst.Coverage * 100).ToString("0.#", CultureInfo.InvariantCulture)} % complete";
        var aside = telemetry.Quarantine.Quarantined;
        return reason + (aside == 0 ? "" : $", {aside.ToString("#,##0", CultureInfo.InvariantCulture)} of {telemetry.Quarantine.Rows.ToString("#,##0", CultureInfo.InvariantCulture)} rows set aside as faulty");
    }

    private static List<string> Notes(SizingPolicy policy, bool measured)
    {
        if (!measured || !policy.UsesTelemetry)
        {
            return ["Sizes are the owners' requests; nothing is added to them."];
        }

        string Percent(double share) => (share * 100).ToString("0.#", CultureInfo.InvariantCulture) + " %";
        return
        [
            $"A replica's CPU size is the named percentile of its use plus {Percent(policy.CpuHeadroom)}; its memory size is its highest use plus {Percent(policy.MemoryMargin)}, whatever the percentile, because a process that lacks memory is killed.",
            "All replicas of a workload get the size of the busiest. A missing sample counts as if it had been the highest, so thin data never make a size smaller.",
            $"Where the data are worse than grade {policy.WorstGrade}, a size is never below what the owner asked for.",
        ];
    }
}
