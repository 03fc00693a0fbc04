using System.Globalization;
using System.Text;

namespace Placement.Reporting;

/// <summary>Draws how many nodes were above target over the window, now as an area and after as a line.</summary>
internal static class HotSpotChart
{
    private const int Left = 40;
    private const int Width = 1000;
    private const int Height = 190;
    private const int Bottom = 26;
    private const int Top = 12;

    public static void Draw(Markup m, ReportHotSpots spots)
    {
        var most = Math.Max(1, Math.Max(spots.Now.Max(), spots.After.Max()));
        var spoken = $"Nodes above target over time. Now at most {spots.Now.Max()} at once, {Amounts.Minutes(spots.HotMinutesNow)} of node time in all; after at most {spots.After.Max()}, {Amounts.Minutes(spots.HotMinutesAfter)}.";
        m.Line($"<figure><svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{Markup.Escape(spoken)}\">");
        var ticks = most <= 4 ? most : 4;
        for (var t = 0; t <= ticks; t++)
        {
            var value = (int)Math.Round((double)most * t / ticks);
            var y = Y(value, most);
            m.Raw($"<line class=\"axis\" x1=\"{Left}\" x2=\"{Width}\" y1=\"{Markup.Number(y)}\" y2=\"{Markup.Number(y)}\"/><text class=\"m\" x=\"{Left - 8}\" y=\"{Markup.Number(y + 4)}\" text-anchor=\"end\">{value}</text>");
        }

        Days(m, spots);
        var now = Steps(spots.Now, most);
        m.Line($"<path class=\"nowfill\" d=\"{now}V{Height - Bottom}H{Left}Z\"/><path class=\"now\" d=\"{now}\"/><path class=\"after\" d=\"{Steps(spots.After, most)}\"/>");
        m.Line("</svg><figcaption>Nodes with CPU or memory above target at the same time, the most in each "
            + $"{Markup.Escape(Amounts.Minutes(spots.BucketMinutes))}. Grey: today’s assignment. Line: the plan, replayed on the same telemetry.</figcaption></figure>");
    }

    private static double Y(int value, int most) => Height - Bottom - ((double)value / most * (Height - Bottom - Top));

    private static string Steps(IReadOnlyList<int> values, int most)
    {
        var path = new StringBuilder();
        var last = double.NaN;
        for (var i = 0; i < values.Count; i++)
        {
            var y = Y(values[i], most);
            if (i == 0)
            {
                path.Append('M').Append(Left).Append(' ').Append(Markup.Number(y));
            }
            else if (y != last)
            {
                path.Append('H').Append(Markup.Number(X(i, values.Count))).Append('V').Append(Markup.Number(y));
            }

            last = y;
        }

        return path.Append('H').Append(Width).ToString();
    }

    private static double X(int bucket, int count) => Left + ((double)bucket / count * (Width - Left));

    private static void Days(Markup m, ReportHotSpots spots)
    {
        var span = TimeSpan.FromMinutes(spots.BucketMinutes * spots.Now.Count);
        var every = span.TotalDays switch { <= 2 => TimeSpan.FromHours(6), <= 16 => TimeSpan.FromDays(1), <= 60 => TimeSpan.FromDays(7), _ => TimeSpan.FromDays(30) };
        var time = new DateTimeOffset(spots.Start.UtcDateTime.Date, TimeSpan.Zero);
        for (; time < spots.Start + span; time += every)
        {
            if (time >= spots.Start)
            {
                var x = Left + ((time - spots.Start) / span * (Width - Left));
                var text = time.ToString(every < TimeSpan.FromDays(1) ? "MMM d HH:mm" : "MMM d", CultureInfo.InvariantCulture);
                m.Raw($"<line class=\"axis\" x1=\"{Markup.Number(x)}\" x2=\"{Markup.Number(x)}\" y1=\"{Height - Bottom}\" y2=\"{Height - Bottom + 5}\"/><text class=\"m\" x=\"{Markup.Number(x + 3)}\" y=\"{Height - 8}\">{text}</text>");
            }
        }
    }
}
