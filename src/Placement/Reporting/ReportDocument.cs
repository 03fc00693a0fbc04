using System.Text.Json.Serialization;

namespace Placement.Reporting;

/// <summary>The content of report.json, from which every rendering is made. Money is in whole micro-units of the currency an hour unless a name says otherwise.</summary>
internal sealed record ReportDocument
{
    public const string CurrentVersion = "1.0";

    public string SchemaVersion { get; init; } = CurrentVersion;

    public required ReportTool Tool { get; init; }

    public required string Fleet { get; init; }

    public required ReportVerdict Verdict { get; init; }

    public required IReadOnlyList<ReportFigure> Figures { get; init; }

    public required ReportMoney Money { get; init; }

    public required ReportBound Bound { get; init; }

    public ReportFloor? BindingFloor { get; init; }

    public required ReportSizing Sizing { get; init; }

    public required ReportData Data { get; init; }

    public required IReadOnlyList<ReportResource> Resources { get; init; }

    public required IReadOnlyList<ReportNode> Nodes { get; init; }

    public ReportHotSpots? HotSpots { get; init; }

    public required IReadOnlyList<ReportCell> Sensitivity { get; init; }

    public ReportBacktest? Backtest { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ReportRisk? Risk { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ReportRightSizing? RightSizing { get; init; }

    public required IReadOnlyList<ReportMove> Moves { get; init; }

    public required ReportSolve Solve { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }

    public ReportFigure Figure(string id) => Figures.First(f => f.Id == id);

    public ReportFigure? FindFigure(string id) => Figures.FirstOrDefault(f => f.Id == id);
}
