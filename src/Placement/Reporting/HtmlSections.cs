namespace Placement.Reporting;

/// <summary>The sections of the page below the first screen.</summary>
internal static class HtmlSections
{
    private const int MaxMoves = 2000;

    public static void All(Markup m, ReportDocument d)
    {
        m.Line("<ul class=\"toc\">");
        foreach (var (id, title) in Titles(d))
        {
            m.Line($"<li><a href=\"#{id}\">{title}</a></li>");
        }

        m.Line("</ul>");
        Savings(m, d);
        Floor(m, d);
        Open(m, d, "heat");
        m.Line("<p>Each column is a node. The upper rows show today, the lower rows the plan.</p>");
        HeatMap.Draw(m, d);
        m.Line("</section>");
        HotSpots(m, d);
        HtmlSensitivity.Write(m, d, () => Open(m, d, "whatif-section"));
        Backtest(m, d);
        Predictors(m, d);
        Requests(m, d);
        Nodes(m, d);
        HtmlProvenance.Write(m, d, () => Open(m, d, "figures"));
    }

    private static IEnumerable<(string Id, string Title)> Titles(ReportDocument d)
    {
        yield return ("savings", "Where the saving comes from");
        yield return ("floor", "What sets the size of the fleet");
        yield return ("heat", "Nodes before and after");
        if (d.HotSpots is not null)
        {
            yield return ("hot", "Hot spots over time");
        }

        if (d.Sensitivity.Count > 0)
        {
            yield return ("whatif-section", "What if");
        }

        if (d.Backtest is not null)
        {
            yield return ("unseen", "Risk on unseen time");
        }

        if (d.Risk is not null)
        {
            yield return ("predictors", "Predictors at the stated risk");
        }

        if (!ReportRightSizing.Table(d).IsEmpty)
        {
            yield return ("requests", "Requests to change");
        }

        yield return ("nodes", "Every node, and why");
        yield return ("figures", "How each figure was made");
    }

    private static void Open(Markup m, ReportDocument d, string id) =>
        m.Line($"<section id=\"{id}\" aria-labelledby=\"{id}-title\"><h2 id=\"{id}-title\">{Titles(d).First(t => t.Id == id).Title}</h2>");

    private static void Savings(Markup m, ReportDocument d)
    {
        Open(m, d, "savings");
        var money = d.Money;
        if (money.Parts.Count == 0)
        {
            m.Line("<p>There is no saving to split: the plan is to leave the fleet as it is.</p>");
        }
        else
        {
            m.Line("<p>Each step goes from one checked cost to the next, so the parts add up to the whole. The greedy baseline is what a simple packer alone reaches with the same sizes.</p>");
            WaterfallChart.Draw(m, d);
        }

        var rows = new List<(string Class, string[] Cells)>();
        foreach (var part in money.Parts)
        {
            rows.Add(("", [$"{Markup.Escape(part.Label)} <span class=\"dim\">· {Markup.Escape(Meaning(part.Cause))}</span>", Month(d, part.Saved), Share(part.Saved, money.SpendNow), Month(d, part.To), Amounts.Number(part.NodesAfter)]));
        }

        rows.Add(("sum", ["All", HtmlReport.Figure(d, "saved-month"), Share(money.Saved, money.SpendNow), HtmlReport.Figure(d, "spend-after-month"), HtmlReport.Figure(d, "nodes-after")]));
        foreach (var (label, packing) in ReportTables.Baselines(d))
        {
            rows.Add(("aside", [Markup.Escape(label), Month(d, money.SpendNow - packing.Spend), Share(money.SpendNow - packing.Spend, money.SpendNow), packing == money.Greedy ? HtmlReport.Figure(d, "greedy-month") : Month(d, packing.Spend), Amounts.Number(packing.Nodes)]));
        }

        if (money.Catalogue is { } catalogue)
        {
            rows.Add(("aside", [$"Further, by price <span class=\"dim\">· the cheapest fleet of the price catalogue: {Markup.Escape(string.Join(", ", money.CatalogueNodes.Select(p => $"{p.Nodes} x {p.Type}")))}</span>", Month(d, catalogue.Saved), Share(catalogue.Saved, money.SpendNow), Month(d, catalogue.To), Amounts.Number(catalogue.NodesAfter)]));
        }

        m.Table("Savings by cause, a month", ["Step", "Saved>", "Of today’s spend>", "Spend after it>", "Nodes>"], rows.Select(r => r.Cells), i => rows[i].Class);
        if (d.FindFigure("used-now-month") is not null)
        {
            m.Table(
                "What the spend pays for, a month",
                ["", "Used>", "Idle>", "All>"],
                [
                    ["Now", HtmlReport.Figure(d, "used-now-month"), HtmlReport.Figure(d, "idle-now-month"), HtmlReport.Figure(d, "spend-now-month")],
                    ["After", HtmlReport.Figure(d, "used-after-month"), HtmlReport.Figure(d, "idle-after-month"), HtmlReport.Figure(d, "spend-after-month")],
                ]);
        }

        m.Line("</section>");
    }

    private static string Meaning(string cause) => cause switch
    {
        "StopSpreading" => "a greedy packer, before any right-sizing",
        "RightSizing" => "the same packer, with measured sizes",
        "Solver" => "what the solver finds beyond the packer",
        _ => "other node types",
    };

    private static void Floor(Markup m, ReportDocument d)
    {
        Open(m, d, "floor");
        m.Line($"<p><strong>{Markup.Escape(d.Bound.Words)}</strong></p>");
        if (d.BindingFloor is { } floor)
        {
            m.Line($"<p>{Markup.Escape(floor.Words)}</p>");
            m.Table(
                "What needs nodes, and what would be needed without it",
                ["What needs nodes", "Amounts to>", "Alone", "Without it>", ""],
                floor.Rows.Select(r => new[] { Markup.Escape(r.Name), Markup.Escape(r.Needs), r.Alone.Length == 0 ? "–" : Markup.Escape(r.Alone), Markup.Escape(r.Without), r.IsBinding ? "<span class=\"tag stay\">binding</span>" : "" }));
        }

        m.Table(
            "What the fleet offers and what is used of it",
            ["Resource", "Offered now>", "Used now>", "Idle now>", "Offered after>", "Used after>", "Idle after>", "Sizes add up to>"],
            d.Resources.Select(r => new[]
            {
                Markup.Escape(FigureList.Title(r.Name)), Amount(r.BoughtNow, r), Amount(r.UsedNow, r), Amount(r.IdleNow, r), Amount(r.BoughtAfter, r), Amount(r.UsedAfter, r), Amount(r.IdleAfter, r), Amount(r.Demanded, r),
            }));
        m.Line("</section>");
    }

    private static string Amount(long value, ReportResource r) => Markup.Escape(Amounts.Quantity(value, r.Unit));

    private static void HotSpots(Markup m, ReportDocument d)
    {
        if (d.HotSpots is not { } spots)
        {
            return;
        }

        Open(m, d, "hot");
        m.Line($"<p>A node is hot while a resource is above {d.Sizing.TargetPercent} % of its capacity. Today that is <strong>{Markup.Escape(Amounts.Minutes(spots.HotMinutesNow))}</strong> of node time in the window; with the plan it would have been <strong>{Markup.Escape(Amounts.Minutes(spots.HotMinutesAfter))}</strong>.</p>");
        HotSpotChart.Draw(m, spots);
        SpotTable(m, "Hot today, longest first", spots.ListNow);
        SpotTable(m, "Hot with the plan, longest first", spots.ListAfter);
        m.Line("</section>");
    }

    private static void SpotTable(Markup m, string caption, IReadOnlyList<ReportHotSpot> spots)
    {
        const int Most = 25;
        if (spots.Count > 0)
        {
            m.Table(
                caption + (spots.Count > Most ? $" (first {Most} of {spots.Count})" : ""),
                ["Node", "Resource", "Above target>", "Overloaded>", "Peak>", "Peak at (UTC)", "Longest>", "From (UTC)"],
                spots.Take(Most).Select(s => new[]
                {
                    Markup.Escape(s.Node), Markup.Escape(FigureList.Title(s.Resource)), Amounts.Minutes(s.HotMinutes), Amounts.Minutes(s.OverloadMinutes), Amounts.Percent(s.Peak),
                    Amounts.Moment(s.PeakAt), Amounts.Minutes(s.LongestMinutes), Amounts.Moment(s.LongestStart),
                }));
        }
    }

    private static void Backtest(Markup m, ReportDocument d)
    {
        if (d.Backtest is not { } b)
        {
            return;
        }

        Open(m, d, "unseen");
        m.Line($"<p>{Markup.Escape(b.Words)} The plan was made on {Markup.Escape(Amounts.Window(b.Start, b.Split))} only; the rest, to {Markup.Escape(Amounts.Moment(b.End))}, is the test.</p>");
        m.Table(
            "On unseen time",
            ["", "Nodes>", "Node time overloaded>", "Node time above target>", "Node time in all>"],
            [
                ["The plan", b.PlanNodes is { } n ? Amounts.Number(n) : "–", Time(b.PlanOverloadMinutes), Time(b.PlanHotMinutes), Time(b.PlanNodeMinutes)],
                ["Today’s assignment", Markup.Escape(d.Figure("nodes-now").Text), Time(b.CurrentOverloadMinutes), Time(b.CurrentHotMinutes), Time(b.CurrentNodeMinutes)],
            ]);
        SpotTable(m, "By node with the plan, on unseen time", b.Plan);
        SpotTable(m, "By node as it is today, on the same time", b.Current);
        m.Line("</section>");
    }

    private static void Predictors(Markup m, ReportDocument d)
    {
        if (d.Risk is { } risk)
        {
            Open(m, d, "predictors");
            m.Line($"<p>{Markup.Escape(risk.Words)} Chosen: {Markup.Escape(risk.Reason)}</p>");
            ReportRisk.Table(d).Write(m, "All packed by the same greedy packer on the first part of the telemetry, counted on the rest");
            m.Line("</section>");
        }
    }

    private static void Requests(Markup m, ReportDocument d)
    {
        if (d.RightSizing is { } advice && ReportRightSizing.Table(d) is { IsEmpty: false } table)
        {
            Open(m, d, "requests");
            m.Line($"<p>{Markup.Escape(advice.Words)}</p>");
            table.Write(m, "Requests to change, those that save most first");
            m.Line("</section>");
        }
    }

    private static string Time(double? minutes) => minutes is { } value ? Amounts.Minutes(value) : "–";

    private static void Nodes(Markup m, ReportDocument d)
    {
        Open(m, d, "nodes");
        var staying = d.Nodes.Count(n => n.Stays);
        m.Line($"<p>{Markup.Escape(Amounts.Count(staying, "node"))} {(staying == 1 ? "stays" : "stay")}, {d.Nodes.Count - staying} can be switched off. Figures are mean and peak use, today and with the plan.</p>");
        m.Line($"<div class=\"filters\" role=\"group\" aria-label=\"Which nodes to show\"><button type=\"button\" data-show=\"all\" aria-pressed=\"true\">All</button><button type=\"button\" data-show=\"stay\" aria-pressed=\"false\">Stay</button><button type=\"button\" data-show=\"off\" aria-pressed=\"false\">Switch off</button><span class=\"dim\" role=\"status\" id=\"node-count\">{d.Nodes.Count} of {d.Nodes.Count}</span></div>");
        m.Raw("<div class=\"scroll\"><table><thead><tr><th scope=\"col\">Node</th><th scope=\"col\">Type, zone</th><th scope=\"col\" class=\"n\">A month</th><th scope=\"col\">Plan</th><th scope=\"col\" class=\"n\">Replicas</th>");
        foreach (var resource in d.Resources)
        {
            m.Raw($"<th scope=\"col\" class=\"n\">{Markup.Escape(FigureList.Title(resource.Name))} today</th><th scope=\"col\" class=\"n\">after</th>");
        }

        m.Line("<th scope=\"col\">Why</th></tr></thead><tbody id=\"node-rows\">");
        foreach (var node in d.Nodes)
        {
            m.Raw($"<tr data-fate=\"{(node.Stays ? "stay" : "off")}\"{(node.Stays ? "" : " class=\"off\"")}><th scope=\"row\" class=\"tight\">").Text(node.Id).Raw("</th><td class=\"tight\">")
                .Text(string.Join(", ", new[] { node.Type, node.Zone }.Where(s => s.Length > 0))).Raw($"</td><td class=\"n\">{Month(d, node.Price)}</td>")
                .Raw(node.Stays ? "<td><span class=\"tag stay\">stays</span></td>" : "<td><span class=\"tag\">off</span></td>")
                .Raw($"<td class=\"n\">{node.ReplicasNow}{(node.Stays ? " → " + node.ReplicasAfter : "")}</td>");
            for (var r = 0; r < d.Resources.Count; r++)
            {
                m.Raw($"<td class=\"n\">{Use(node, node.MeanNow, node.PeakNow, r)}</td><td class=\"n\">{(node.Stays ? Use(node, node.MeanAfter, node.PeakAfter, r) : "–")}</td>");
            }

            m.Raw("<td>").Text(node.Reason).Line("</td></tr>");
        }

        m.Line("</tbody></table></div>");
        Moves(m, d);
        m.Line("</section>");
    }

    private static string Use(ReportNode node, IReadOnlyList<long> mean, IReadOnlyList<long> peak, int r) =>
        $"{Amounts.Share(mean[r], node.Capacity[r])} <span class=\"dim\">· {Amounts.Share(peak[r], node.Capacity[r])}</span>";

    private static void Moves(Markup m, ReportDocument d)
    {
        if (d.Moves.Count == 0)
        {
            return;
        }

        m.Line($"<details><summary>{Markup.Escape(Amounts.Count(d.Moves.Count, "replica"))} that change{(d.Moves.Count == 1 ? "s" : "")} node{(d.Moves.Count > MaxMoves ? $" (first {MaxMoves}; all are in report.json)" : "")}</summary>");
        m.Table("", ["Replica", "From", "To"], d.Moves.Take(MaxMoves).Select(v => new[] { Markup.Escape(v.Replica), v.From.Length == 0 ? "not running" : Markup.Escape(v.From), v.To.Length == 0 ? "nowhere" : Markup.Escape(v.To) }));
        m.Line("</details>");
    }

    private static string Month(ReportDocument d, long perHour) => Markup.Escape(Amounts.PerMonth(perHour, d.Money.Currency));

    private static string Share(long part, long whole) => Amounts.Share(part, whole);
}
