using System.Globalization;
using System.Text.Json.Nodes;
using Placement.Reporting;
using Placement.Tests.Reporting;

namespace Placement.Browser.Tests;

public sealed class ReportPageTests(Chromium browser) : IClassFixture<Chromium>
{
    private static readonly Lazy<(string File, JsonNode Json)> Sample = new(Write);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_figure_on_the_page_equals_report_json()
    {
        await using var page = await OpenAsync();
        var expected = Sample.Value.Json["figures"]!.AsArray().ToDictionary(f => f!["id"]!.GetValue<string>(), f => f!["text"]!.GetValue<string>());

        var shown = JsonNode.Parse(await page.EvaluateAsync("JSON.stringify([...document.querySelectorAll('[data-figure]')].map(a => [a.dataset.figure, a.textContent]))"))!.AsArray();

        Assert.True(shown.Count >= 10, $"only {shown.Count} figures are shown");
        Assert.All(shown, pair => Assert.Equal(expected[pair![0]!.GetValue<string>()], pair[1]!.GetValue<string>()));
        foreach (var first in new[] { "spend-now-month", "spend-after-month", "saved-month", "saved-year", "nodes-now", "nodes-after", "cpu-utilisation-now", "cpu-utilisation-after", "memory-utilisation-now", "memory-utilisation-after" })
        {
            Assert.Contains(shown, pair => pair![0]!.GetValue<string>() == first);
        }

        // The text of a figure is its value: read the digits back.
        var saved = Sample.Value.Json["figures"]!.AsArray().First(f => f!["id"]!.GetValue<string>() == "saved-month")!;
        var digits = decimal.Parse(new string([.. saved["text"]!.GetValue<string>().Where(c => char.IsDigit(c) || c == '.')]), CultureInfo.InvariantCulture);
        Assert.InRange(digits, saved["value"]!.GetValue<decimal>() - 0.5m, saved["value"]!.GetValue<decimal>() + 0.5m);
    }

    [Fact]
    public async Task The_first_screen_holds_the_answer()
    {
        await using var page = await OpenAsync();

        var below = await page.EvaluateAsync("[...document.querySelectorAll('.kpis, .facts')].filter(e => e.getBoundingClientRect().bottom > innerHeight).length");

        Assert.Equal("0", below);
        Assert.Equal(Sample.Value.Json["verdict"]!["line"]!.GetValue<string>(), await page.EvaluateAsync("document.querySelector('h1').textContent"));
    }

    [Fact]
    public async Task The_page_holds_report_json_itself()
    {
        await using var page = await OpenAsync();

        var embedded = JsonNode.Parse(await page.EvaluateAsync("document.getElementById('report-data').textContent"));

        Assert.True(JsonNode.DeepEquals(Sample.Value.Json, embedded));
    }

    [Fact]
    public async Task The_sensitivity_switches_show_the_cell_of_report_json()
    {
        await using var page = await OpenAsync();
        var cells = Sample.Value.Json["sensitivity"]!.AsArray();
        Assert.Equal(18, cells.Count);
        foreach (var cell in cells)
        {
            var (target, percentile, loss) = (cell!["targetPercent"]!.ToString(), cell["percentile"]!.GetValue<string>(), cell["survivesNodeLoss"]!.GetValue<bool>() ? "1" : "0");
            await page.EvaluateAsync($"for (const [n, v] of [['target','{target}'],['percentile','{percentile}'],['loss','{loss}']]) document.querySelector(`#whatif input[name=${{n}}][value=\"${{v}}\"]`).click()");

            Assert.Equal(cell["nodes"]?.ToString() ?? "", await page.EvaluateAsync("document.getElementById('answer').dataset.nodes"));
            Assert.Equal(cell["saved"]?.ToString() ?? "", await page.EvaluateAsync("document.getElementById('answer').dataset.saved"));
            Assert.Contains(cell["nodes"] is null ? "No plan" : $"{cell["nodes"]} node", await page.EvaluateAsync("document.getElementById('answer').textContent"), StringComparison.Ordinal);
            Assert.Equal($"{target}-{percentile}-{loss}", await page.EvaluateAsync("[...document.querySelectorAll('td.on')].map(t => t.dataset.cell).join()"));
        }

        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task The_node_filter_shows_the_nodes_of_report_json()
    {
        await using var page = await OpenAsync();
        var nodes = Sample.Value.Json["nodes"]!.AsArray();
        var stay = nodes.Count(n => n!["stays"]!.GetValue<bool>());

        foreach (var (button, count) in new[] { ("stay", stay), ("off", nodes.Count - stay), ("all", nodes.Count) })
        {
            await page.EvaluateAsync($"document.querySelector('.filters [data-show={button}]').click()");
            Assert.Equal(count.ToString(CultureInfo.InvariantCulture), await page.EvaluateAsync("[...document.querySelectorAll('#node-rows > tr')].filter(r => r.offsetParent !== null).length"));
            Assert.Equal($"{count} of {nodes.Count}", await page.EvaluateAsync("document.getElementById('node-count').textContent"));
        }
    }

    [Fact]
    public async Task The_requests_to_change_are_those_of_report_json()
    {
        await using var page = await OpenAsync();
        var advice = Sample.Value.Json["rightSizing"]!;
        var change = advice["rows"]!.AsArray().Where(r => r!["verdict"]!.GetValue<string>() != "Keep").Select(r => $"{r!["workload"]} {r["resource"]}").ToHashSet();
        Assert.NotEmpty(change);

        var shown = JsonNode.Parse(await page.EvaluateAsync("JSON.stringify([...document.querySelectorAll('#requests tbody tr')].map(r => r.cells[0].textContent + ' ' + r.cells[1].textContent))"))!.AsArray().Select(n => n!.GetValue<string>()).ToList();

        Assert.Equal(Math.Min(20, change.Count), shown.Count);
        Assert.Subset(change, shown.ToHashSet());
        Assert.Equal(advice["words"]!.GetValue<string>(), await page.EvaluateAsync("document.querySelector('#requests p').textContent"));
        Assert.Equal("1", await page.EvaluateAsync("document.querySelectorAll('.toc a[href=\"#requests\"]').length"));
    }

    [Fact]
    public async Task The_page_loads_nothing_but_itself_and_says_nothing_on_the_console()
    {
        await using var page = await OpenAsync();
        await page.EvaluateAsync("document.getElementById('theme').click(); document.getElementById('download').click()");
        await page.EvaluateAsync("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");

        Assert.Empty(page.Complaints);
        Assert.All(page.Requests, url => Assert.True(url.StartsWith("file://", StringComparison.Ordinal) || url.StartsWith("data:", StringComparison.Ordinal) || url.StartsWith("blob:", StringComparison.Ordinal), url));
        Assert.Single(page.Requests, url => url.StartsWith("file://", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_console_error_would_be_noticed()
    {
        await using var page = await OpenAsync();
        await page.EvaluateAsync("console.error('deliberate')");
        await page.EvaluateAsync("setTimeout(() => { throw new Error('also deliberate') }); new Promise(done => setTimeout(done, 50))");

        Assert.Equal(2, page.Complaints.Count);
    }

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public async Task Text_has_enough_contrast_in_both_themes(string scheme)
    {
        await using var page = await OpenAsync();
        await page.EmulateAsync("screen", scheme);

        var low = await page.EvaluateAsync(Contrast);

        Assert.Equal("", low);
        var background = await page.EvaluateAsync("getComputedStyle(document.body).backgroundColor");
        Assert.Equal(scheme == "dark", int.Parse(background.Split('(', ',')[1], CultureInfo.InvariantCulture) < 128);
    }

    [Fact]
    public async Task The_theme_button_goes_round_and_overrides_the_system()
    {
        await using var page = await OpenAsync();
        await page.EmulateAsync("screen", "dark");
        var seen = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            await page.EvaluateAsync("document.getElementById('theme').click()");
            seen.Add(await page.EvaluateAsync("document.getElementById('theme').textContent + ' ' + (parseInt(getComputedStyle(document.body).backgroundColor.slice(4)) < 128)"));
        }

        Assert.Equal(["Theme: light false", "Theme: dark true", "Theme: auto true"], seen);
    }

    [Fact]
    public async Task Without_JavaScript_everything_can_be_read()
    {
        await using var page = await OpenAsync(script: false);

        // Scripts of the page are off; the protocol can still look.
        Assert.Equal("false", (await page.EvaluateAsync("document.documentElement.classList.contains('js')")).ToLowerInvariant());
        Assert.Equal("none", await page.EvaluateAsync("getComputedStyle(document.getElementById('whatif')).display"));
        Assert.Equal("18", await page.EvaluateAsync("[...document.querySelectorAll('td[data-cell]')].filter(t => t.getBoundingClientRect().height > 0).length"));
        Assert.Equal(Sample.Value.Json["nodes"]!.AsArray().Count.ToString(CultureInfo.InvariantCulture), await page.EvaluateAsync("[...document.querySelectorAll('#node-rows > tr')].filter(r => r.getBoundingClientRect().height > 0).length"));
    }

    [Fact]
    public async Task On_paper_the_page_is_light_and_has_no_controls()
    {
        await using var page = await OpenAsync();
        await page.EmulateAsync("print", "dark");

        Assert.Equal("rgb(255, 255, 255)", await page.EvaluateAsync("getComputedStyle(document.body).backgroundColor"));
        Assert.Equal("0", await page.EvaluateAsync("[...document.querySelectorAll('button, input')].filter(b => b.offsetParent !== null).length"));
        var pdf = await page.PrintAsync();
        Assert.Equal("%PDF"u8.ToArray(), pdf[..4]);
        Assert.True(pdf.Length > 20_000, $"the printed page has only {pdf.Length} bytes");
    }

    [Fact]
    public async Task Pictures_have_a_text_and_headings_are_in_order()
    {
        await using var page = await OpenAsync();

        Assert.Equal("0", await page.EvaluateAsync("[...document.querySelectorAll('svg')].filter(s => !s.closest('[aria-hidden=true]') && s.getAttribute('aria-hidden') !== 'true' && !(s.getAttribute('role') === 'img' && s.getAttribute('aria-label'))).length"));
        Assert.Equal("1", await page.EvaluateAsync("document.querySelectorAll('h1').length"));
        Assert.Equal("en", await page.EvaluateAsync("document.documentElement.lang"));
        Assert.Equal("0", await page.EvaluateAsync("[...document.querySelectorAll('th')].filter(t => !t.scope).length"));
        Assert.Equal("0", await page.EvaluateAsync("[...document.querySelectorAll('a[href^=\"#\"]')].filter(a => !document.getElementById(a.getAttribute('href').slice(1))).length"));
    }

    [Fact]
    public async Task The_keyboard_reaches_every_switch()
    {
        await using var page = await OpenAsync();
        await page.EvaluateAsync("document.querySelector('#whatif input:checked').focus()");
        await page.PressAsync("ArrowRight", "ArrowRight", 39);

        Assert.Equal("80", await page.EvaluateAsync("document.querySelector('#whatif input[name=target]:checked').value"));
        Assert.StartsWith("80-", await page.EvaluateAsync("document.querySelector('td.on').dataset.cell"), StringComparison.Ordinal);
        await page.EvaluateAsync("document.querySelector('.filters [data-show=off]').focus()");
        await page.PressAsync("Enter", "Enter", 13);
        Assert.Equal("true", await page.EvaluateAsync("document.querySelector('.filters [data-show=off]').getAttribute('aria-pressed')"));
    }

    [Fact]
    public async Task A_narrow_screen_does_not_scroll_sideways()
    {
        await using var page = await OpenAsync(width: 390);

        Assert.Equal("true", (await page.EvaluateAsync("document.documentElement.scrollWidth <= innerWidth")).ToLowerInvariant());
    }

    /// <summary>Gives every text whose contrast with what is behind it is below 4.5 to 1 (3 to 1 when large), one a line.</summary>
    private const string Contrast = """
        (() => {
          const rgb = c => (c.match(/[\d.]+/g) || []).map(Number);
          const lum = c => { const [r, g, b] = c.map(v => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; }); return .2126 * r + .7152 * g + .0722 * b; };
          const behind = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if (c.length === 3 || c[3] > 0) return c.slice(0, 3); } return [255, 255, 255]; };
          const low = new Set();
          const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walk.nextNode()) {
            const e = walk.currentNode.parentElement;
            if (!walk.currentNode.data.trim() || e.closest('script, style') || e.getClientRects().length === 0 || e.closest('.skip')) continue;
            const s = getComputedStyle(e), ink = e.closest('svg') ? s.fill : s.color;
            const [a, b] = [lum(rgb(ink).slice(0, 3)), lum(behind(e))].sort((x, y) => y - x);
            const size = parseFloat(s.fontSize), large = size >= 24 || (size >= 18.66 && s.fontWeight >= 700);
            if ((a + .05) / (b + .05) < (large ? 3 : 4.5)) low.add(`${((a + .05) / (b + .05)).toFixed(2)} ${e.className.baseVal ?? e.className} "${walk.currentNode.data.trim().slice(0, 30)}"`);
          }
          return [...low].join('\n');
        })()
        """;

    private static (string, JsonNode) Write()
    {
        var report = SavingsReport.Create(SampleFleet.Study(cancellationToken: CancellationToken.None));
        var folder = Environment.GetEnvironmentVariable("PLACEMENT_REPORT_OUT") is { Length: > 0 } given ? given : Path.Combine(AppContext.BaseDirectory, "report");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "report.html"), report.ToHtml());
        File.WriteAllText(Path.Combine(folder, "report.json"), report.ToJson());
        File.WriteAllText(Path.Combine(folder, "report.md"), report.ToMarkdown());
        File.WriteAllText(Path.Combine(folder, "report.txt"), report.ToText());
        return (Path.Combine(folder, "report.html"), JsonNode.Parse(report.ToJson())!);
    }

    private async Task<BrowserPage> OpenAsync(bool script = true, int width = 1280)
    {
        Assert.SkipWhen(browser.Missing is not null, browser.Missing ?? "");
        var page = await BrowserPage.CreateAsync(browser.Endpoint!, Token, width);
        if (!script)
        {
            await page.SendAsync("Emulation.setScriptExecutionDisabled", new JsonObject { ["value"] = true });
        }

        await page.OpenAsync(Sample.Value.File);
        return page;
    }
}
