using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Placement.Reporting;
using Placement.Studies;
using Placement.Tests.Studies;

namespace Placement.Tests.Reporting;

public sealed partial class SavingsReportTests
{
    private static readonly Lazy<StudyResult> Sample = new(() => SampleFleet.Study(slots: 576));

    private static SavingsReport Report() => SavingsReport.Create(Sample.Value);

    [Fact]
    public void Every_rendering_shows_the_headline_figures_of_the_document()
    {
        var report = Report();

        foreach (var rendering in new[] { report.ToText(), report.ToMarkdown(), System.Net.WebUtility.HtmlDecode(report.ToHtml()) })
        {
            Assert.Contains(report.Verdict, rendering, StringComparison.Ordinal);
            Assert.Contains(report.Document.Bound.Words, rendering, StringComparison.Ordinal);
            foreach (var id in new[] { "spend-now-month", "spend-after-month", "saved-year", "nodes-now", "nodes-after", "cpu-utilisation-now", "memory-utilisation-after" })
            {
                Assert.Contains(report.Document.Figure(id).Text, rendering, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_report_read_back_renders_to_the_same_bytes()
    {
        var report = Report();
        var copy = SavingsReport.FromJson(report.ToJson());

        Assert.Equal(report.ToJson(), copy.ToJson());
        Assert.Equal(report.ToHtml(), copy.ToHtml());
        Assert.Equal(report.ToMarkdown(), copy.ToMarkdown());
        Assert.Equal(report.ToText(), copy.ToText());
    }

    [Fact]
    public void The_same_study_twice_gives_the_same_bytes() =>
        Assert.Equal(Report().ToJson(), SavingsReport.Create(SampleFleet.Study(slots: 576, cancellationToken: TestContext.Current.CancellationToken)).ToJson());

    [Theory]
    [InlineData("/money/saved")]
    [InlineData("/money/spendNow")]
    [InlineData("/money/parts/0/saved")]
    [InlineData("/money/idleNow")]
    [InlineData("/resources/0/usedAfter")]
    [InlineData("/nodes/0/price")]
    [InlineData("/nodes/0/meanNow/1")]
    public void A_document_with_one_changed_figure_is_refused(string path)
    {
        var json = JsonNode.Parse(Report().ToJson())!;
        var at = path.Split('/')[1..].Aggregate(json, (node, key) => int.TryParse(key, out var i) ? node[i]! : node[key]!);
        at.ReplaceWith(at.GetValue<long>() + 1);

        var error = Assert.Throws<ReconciliationException>(() => SavingsReport.FromJson(json.ToJsonString()));

        Assert.Contains("does not reconcile", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_of_another_major_version_is_refused()
    {
        var json = Report().ToJson().Replace("\"schemaVersion\": \"1.", "\"schemaVersion\": \"2.", StringComparison.Ordinal);

        Assert.Contains("reads version 1", Assert.Throws<JsonException>(() => SavingsReport.FromJson(json)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_asks_for_nothing_from_outside()
    {
        var page = Report().ToHtml();

        Assert.Empty(OutsideReference().Matches(page).Select(m => m.Value));
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_from_the_input_cannot_become_markup()
    {
        var input = SampleFleet.Input(slots: 288, catalogue: false) with { Name = "</script><b>&\"'", PriceSource = "<img src=x>" };
        var page = SavingsReport.Create(SmallFleet.Run(input, SampleFleet.Options())).ToHtml();

        Assert.DoesNotContain("<img src=x>", page, StringComparison.Ordinal);
        Assert.Equal(2, page.Split("</script>").Length - 1);
    }

    [Fact]
    public void A_page_of_five_hundred_nodes_is_below_three_megabytes()
    {
        var options = SampleFleet.Options() with { SensitivityTargets = [], BacktestPercent = 0 };
        var page = SavingsReport.Create(SmallFleet.Run(SampleFleet.Input(nodes: 500, slots: 96, catalogue: false), options)).ToHtml();

        Assert.InRange(Encoding.UTF8.GetByteCount(page), 100_000, 3_000_000);
    }

    [Fact]
    public void Nothing_is_worth_changing_is_a_valid_first_line()
    {
        var study = SmallFleet.Run(SmallFleet.Input([(5_000_000, 1000, 1000), (5_000_000, 1000, 1000)], [(0, 600, 10), (1, 600, 10)], requestFactor: 1));
        var report = SavingsReport.Create(study);

        Assert.Equal("Nothing is worth changing.", report.Verdict);
        Assert.StartsWith("Nothing is worth changing.", report.ToText(), StringComparison.Ordinal);
        Assert.StartsWith("# Nothing is worth changing.", report.ToMarkdown(), StringComparison.Ordinal);
        Assert.Contains("<h1>Nothing is worth changing.</h1>", report.ToHtml(), StringComparison.Ordinal);
        Assert.Equal(0, report.Document.Money.Saved);
    }

    [Fact]
    public void A_fleet_without_telemetry_says_so_and_splits_no_spend_into_used_and_idle()
    {
        var input = SmallFleet.Input([.. Enumerable.Repeat((1_000_000L, 1000L, 1000L), 4)], [(0, 100, 100), (1, 100, 100)]) with { History = null, DataGrade = "" };
        var report = SavingsReport.Create(SmallFleet.Run(input, SmallFleet.Options() with { Headline = new() { ByRequest = true, TargetPercent = 100 } }));

        Assert.Null(report.Document.Money.UsedNow);
        Assert.Null(report.Document.HotSpots);
        Assert.Null(report.Document.Backtest);
        Assert.Contains("No telemetry; sizes are requests.", report.ToText(), StringComparison.Ordinal);
        Assert.NotEmpty(report.ToHtml());
    }

    [Fact]
    public void Every_figure_names_its_formula_and_sources_that_exist()
    {
        var document = Report().Document;
        var roles = document.Data.Sources.Select(s => s.Role).ToHashSet();

        Assert.All(document.Figures, f =>
        {
            Assert.NotEmpty(f.Formula);
            Assert.NotEmpty(f.From);
            Assert.Subset(roles, f.From.ToHashSet());
        });
        Assert.Equal(document.Figures.Count, document.Figures.DistinctBy(f => f.Id).Count());
    }

    [GeneratedRegex(@"(?:src|href)=""(?:https?:)?//[^""]*""|url\((?!data:)[^)]*\)|@import[^;]*|fetch\([^)]*")]
    private static partial Regex OutsideReference();
}
