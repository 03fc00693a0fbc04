namespace Placement.Reporting;

/// <summary>Draws node x resource before and after as tiles, nodes from left to right in bands; a dot marks a peak above target, an empty frame a node that is off.</summary>
internal static class HeatMap
{
    private const int Left = 132;
    private const int Width = 1000;

    public static void Draw(Markup m, ReportDocument d)
    {
        var columns = Math.Clamp(d.Nodes.Count, 1, 80);
        var step = Math.Clamp((Width - Left) / columns, 9, 22);
        columns = (Width - Left) / step;
        var tile = step - 2;
        var bands = (d.Nodes.Count + columns - 1) / columns;
        var half = d.Resources.Count * 2 * step;
        var band = (2 * half) + 40;
        var height = bands * (band + 16);
        m.Line($"<figure><svg viewBox=\"0 0 {Width} {height}\" role=\"img\" aria-label=\"{Markup.Escape(Spoken(d))}\">");
        for (var b = 0; b < bands; b++)
        {
            var top = b * (band + 16);
            var nodes = d.Nodes.Skip(b * columns).Take(columns).ToList();
            m.Line($"<text class=\"m\" x=\"{Left}\" y=\"{top + 10}\">{Markup.Escape(nodes.Count == 1 ? nodes[0].Id : $"{nodes[0].Id} … {nodes[^1].Id}")}</text>");
            Half(m, d, nodes, "now", top + 16, step, tile, n => n.MeanNow, n => n.PeakNow, _ => true);
            Half(m, d, nodes, "after", top + 16 + half + 10, step, tile, n => n.MeanAfter, n => n.PeakAfter, n => n.Stays);
        }

        m.Line("</svg>");
        Legend(m, d);
        m.Line("</figure>");
    }

    private static void Half(
        Markup m, ReportDocument d, List<ReportNode> nodes, string when, int top, int step, int tile,
        Func<ReportNode, IReadOnlyList<long>> mean, Func<ReportNode, IReadOnlyList<long>> peak, Func<ReportNode, bool> on)
    {
        var y = top;
        for (var r = 0; r < d.Resources.Count; r++)
        {
            foreach (var (kind, values) in new[] { ("mean", mean), ("peak", peak) })
            {
                m.Raw($"<text class=\"{(when == "now" ? "m" : "")}\" x=\"{Left - 10}\" y=\"{y + tile - 1}\" text-anchor=\"end\" font-size=\"11\">{Markup.Escape($"{FigureList.Title(d.Resources[r].Name)} {kind}, {when}")}</text>");
                for (var i = 0; i < nodes.Count; i++)
                {
                    Tile(m, d, nodes[i], r, kind, values(nodes[i])[r], on(nodes[i]), Left + (i * step), y, tile);
                }

                m.Line("");
                y += step;
            }
        }
    }

    private static void Tile(Markup m, ReportDocument d, ReportNode node, int resource, string kind, long value, bool on, int x, int y, int tile)
    {
        if (!on)
        {
            m.Raw($"<rect class=\"off\" x=\"{x}.5\" y=\"{y}.5\" width=\"{tile - 1}\" height=\"{tile - 1}\"/>");
            return;
        }

        var share = node.Capacity[resource] == 0 ? 0 : (double)value / node.Capacity[resource];
        var name = $"{node.Id}: {FigureList.Title(d.Resources[resource].Name)} {kind} {Amounts.Percent(share)}";
        m.Raw($"<rect class=\"{(share > 1 ? "hx" : "h" + Math.Min(9, (int)(share * 10)))}\" x=\"{x}\" y=\"{y}\" width=\"{tile}\" height=\"{tile}\"><title>{Markup.Escape(name)}</title></rect>");
        if (kind == "peak" && share * 100 > d.Sizing.TargetPercent)
        {
            m.Raw($"<circle class=\"spot\" cx=\"{Markup.Number(x + (tile / 2.0))}\" cy=\"{Markup.Number(y + (tile / 2.0))}\" r=\"{Markup.Number(Math.Min(3.5, tile / 3.5))}\"/>");
        }
    }

    private static void Legend(Markup m, ReportDocument d)
    {
        m.Raw("<figcaption><svg viewBox=\"0 0 520 16\" width=\"520\" aria-hidden=\"true\" style=\"min-width:0\">");
        for (var h = 0; h < 10; h++)
        {
            m.Raw($"<rect class=\"h{h}\" x=\"{30 + (h * 14)}\" y=\"2\" width=\"12\" height=\"12\"/>");
        }

        m.Raw("<text class=\"m\" x=\"0\" y=\"12\">0 %</text><text class=\"m\" x=\"176\" y=\"12\">100 %</text>"
            + "<rect class=\"h8\" x=\"232\" y=\"2\" width=\"12\" height=\"12\"/><circle class=\"spot\" cx=\"238\" cy=\"8\" r=\"3\"/>"
            + $"<text class=\"m\" x=\"252\" y=\"12\">peak above {d.Sizing.TargetPercent} %</text>"
            + "<rect class=\"off\" x=\"366.5\" y=\"2.5\" width=\"11\" height=\"11\"/><text class=\"m\" x=\"386\" y=\"12\">off</text>");
        m.Line("</svg>Use as a share of the node’s capacity. The table of nodes below has the same figures in words.</figcaption>");
    }

    private static string Spoken(ReportDocument d) =>
        $"Heat map of {d.Nodes.Count} nodes: " + string.Join("; ", d.Resources.Select(r =>
            $"mean {r.Name} goes from {Amounts.Share(r.UsedNow, r.BoughtNow)} of all nodes to {Amounts.Share(r.UsedAfter, r.BoughtAfter)} of the nodes that stay"));
}
