namespace Placement.Reporting;

/// <summary>The tables that console and Markdown share.</summary>
internal static class ReportTables
{
    public static TextTable Headline(ReportDocument d)
    {
        var table = new TextTable("", "now>", "after>", "change>");
        table.Add("Spend a month", d.Figure("spend-now-month").Text, d.Figure("spend-after-month").Text, Signed(-d.Money.Saved, d.Money.Currency));
        table.Add("Saved a year", "", "", d.Figure("saved-year").Text);
        table.Add("Nodes", d.Figure("nodes-now").Text, d.Figure("nodes-after").Text, Difference(d.Figure("nodes-after").Value - d.Figure("nodes-now").Value));
        foreach (var resource in d.Resources)
        {
            var (now, after) = (d.FindFigure(resource.Name + "-utilisation-now"), d.Figure(resource.Name + "-utilisation-after"));
            table.Add(after.Label.Replace(", after", "", StringComparison.Ordinal), now?.Text ?? "not known", after.Text, now is { Value: > 0 } ? $"x{after.Value / now.Value:0.0}" : "");
        }

        return table;
    }

    public static TextTable Savings(ReportDocument d)
    {
        var table = new TextTable("step", "saved a month>", "spend after it>", "nodes>");
        foreach (var part in d.Money.Parts)
        {
            table.Add(part.Label, Amounts.PerMonth(part.Saved, d.Money.Currency), Amounts.PerMonth(part.To, d.Money.Currency), Amounts.Number(part.NodesAfter));
        }

        if (d.Money.Parts.Count > 0)
        {
            table.Add("All steps", Amounts.PerMonth(d.Money.Saved, d.Money.Currency), Amounts.PerMonth(d.Money.SpendAfter, d.Money.Currency), d.Figure("nodes-after").Text);
        }

        foreach (var (label, packing) in Baselines(d))
        {
            table.Add(label, Amounts.PerMonth(d.Money.SpendNow - packing.Spend, d.Money.Currency), Amounts.PerMonth(packing.Spend, d.Money.Currency), Amounts.Number(packing.Nodes));
        }

        if (d.Money.Catalogue is { } catalogue)
        {
            table.Add("Further, by price (catalogue)", Amounts.PerMonth(catalogue.Saved, d.Money.Currency), Amounts.PerMonth(catalogue.To, d.Money.Currency), Amounts.Number(catalogue.NodesAfter));
        }

        return table;
    }

    /// <summary>What greedy packers reach with the same sizes: the simple one, and the best of all when that is another.</summary>
    public static IEnumerable<(string Label, ReportBaseline Packing)> Baselines(ReportDocument d)
    {
        if (d.Money.Greedy is { } greedy)
        {
            yield return ($"Greedy baseline, same sizes ({Method(greedy)})", greedy);
        }

        if (d.Money.Packers is { } best && best != d.Money.Greedy)
        {
            yield return ($"Best of all greedy packers ({Method(best)})", best);
        }

        static string Method(ReportBaseline packing) => packing.Solver switch
        {
            "greedy/LargestNodeFirst" => "first fit decreasing, largest nodes first",
            "greedy/CheapestDensity" => "first fit decreasing, cheapest nodes for their size first",
            "greedy/FirstFitDecreasing" => "first fit decreasing",
            "greedy/BestFitDecreasing" => "best fit decreasing",
            "greedy/DotProduct" => "node by node, by dot product",
            "greedy/Norm" => "node by node, by distance",
            "greedy/FillCheapest" => "node by node, cheapest type for its filling",
            "greedy/BlendTypes" => "node by node, types in the cheapest blend",
            "greedy/StayAndFill" => "stay and fill",
            _ => packing.Solver,
        };
    }

    public static TextTable Floor(ReportDocument d)
    {
        var table = new TextTable("what needs nodes", "amounts to>", "alone", "without it>", "");
        foreach (var row in d.BindingFloor?.Rows ?? [])
        {
            table.Add(row.Name, row.Needs, row.Alone, row.Without, row.IsBinding ? "binding" : "");
        }

        return table;
    }

    public static TextTable HotSpots(IEnumerable<ReportHotSpot> spots)
    {
        var table = new TextTable("node", "resource", "above target>", "overloaded>", "peak>", "longest>", "from (UTC)");
        foreach (var spot in spots)
        {
            table.Add(
                spot.Node,
                spot.Resource,
                Amounts.Minutes(spot.HotMinutes),
                Amounts.Minutes(spot.OverloadMinutes),
                Amounts.Percent(spot.Peak),
                Amounts.Minutes(spot.LongestMinutes),
                Amounts.Moment(spot.LongestStart));
        }

        return table;
    }

    public static TextTable Sensitivity(ReportDocument d)
    {
        var table = new TextTable("target>", "size at", "N+1", "nodes>", "saved a month>", "answer");
        foreach (var cell in d.Sensitivity)
        {
            table.Add(
                cell.TargetPercent + " %",
                cell.Percentile,
                cell.SurvivesNodeLoss ? "yes" : "no",
                cell.Nodes is { } nodes ? Amounts.Number(nodes) : "–",
                cell.Saved is { } saved ? Amounts.PerMonth(saved, d.Money.Currency) : "–",
                Status(cell) + (cell.IsHeadline ? ", headline" : ""));
        }

        return table;
    }

    public static TextTable Nodes(IEnumerable<ReportNode> nodes, string currency)
    {
        var table = new TextTable("node", "type", "zone", "price a month>", "replicas>", "why");
        foreach (var node in nodes)
        {
            table.Add(node.Id, node.Type, node.Zone, Amounts.PerMonth(node.Price, currency), node.Stays ? $"{node.ReplicasNow} > {node.ReplicasAfter}" : Amounts.Number(node.ReplicasNow), node.Reason);
        }

        return table;
    }

    public static TextTable Sources(ReportDocument d)
    {
        var table = new TextTable("role", "file", "rows>", "set aside>", "SHA-256");
        foreach (var source in d.Data.Sources)
        {
            table.Add(source.Role, source.Name, Amounts.Number(source.Rows), Amounts.Number(source.QuarantinedRows), source.Sha256.Length == 0 ? "–" : source.Sha256);
        }

        return table;
    }

    public static string Status(ReportCell cell) => cell switch
    {
        { Nodes: null, Status: "Infeasible" } => "impossible",
        { Nodes: null } => "none found",
        { Status: "Optimal" } => "proven best",
        _ => $"within {Amounts.Percent(cell.Gap ?? 1)} of best",
    };

    public static string SizedBy(ReportDocument d) =>
        d.Sizing.Basis == "Requested"
            ? $"sizes as requested, up to {d.Sizing.TargetPercent} % of a node{(d.Sizing.SurvivesNodeLoss ? ", N+1" : "")}"
            : $"sizes at {d.Sizing.Percentile} of use, up to {d.Sizing.TargetPercent} % of a node{(d.Sizing.SurvivesNodeLoss ? ", N+1" : "")}";

    public static string DataLine(ReportDocument d) =>
        d.Data.Grade.Length == 0
            ? "No telemetry; sizes are requests."
            : $"Data grade {d.Data.Grade}" +
              (d.Data.GradeReason.Length > 0 ? $": {d.Data.GradeReason.TrimEnd('.')}" : "") +
              (d.Data.Start is { } start && d.Data.End is { } end ? $"; {Amounts.Window(start, end)}" : "") +
              (d.Data.MissingShare is { } missing ? $", {Amounts.Percent(missing)} of samples missing." : ".");

    private static string Signed(long micro, string currency) => (micro > 0 ? "+" : "") + Amounts.PerMonth(micro, currency);

    private static string Difference(decimal value) => value > 0 ? $"+{value:0}" : $"{value:0}".Replace('-', '−');
}
