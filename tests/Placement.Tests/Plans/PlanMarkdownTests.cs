using Placement.Plans;

namespace Placement.Tests.Plans;

public sealed class PlanMarkdownTests
{
    [Fact]
    public void The_review_text_shows_nodes_money_risk_waves_and_reasons()
    {
        var document = PlanCheckerTests.Document();
        var text = PlanMarkdown.Render(document, "abc123");
        Assert.StartsWith("# Plan: 3 -> 2 nodes, 2.92 a month less\n", text, StringComparison.Ordinal);
        Assert.Contains("| c | 1 | 0.004 |", text, StringComparison.Ordinal);
        Assert.Contains("| 1 | Move | db/0 | c | a | frees c | 0.004 |", text, StringComparison.Ordinal);
        Assert.Contains("SHA-256 `abc123`", text, StringComparison.Ordinal);
        Assert.Contains("grade A", text, StringComparison.Ordinal);
        Assert.Contains("pays back", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hostile_name_stays_in_its_cell()
    {
        var document = PlanCheckerTests.Document();
        var hostile = document with { FreedNodes = [document.FreedNodes[0] with { Node = "x | <script>\n# y" }] };
        Assert.Contains("| x \\| &lt;script> # y | 1 |", PlanMarkdown.Render(hostile), StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_without_steps_says_that_nothing_is_worth_changing()
    {
        var document = PlanCheckerTests.Document();
        var empty = document with { Waves = [], Summary = document.Summary with { Steps = 0 } };
        Assert.Contains("No change is worth making.", PlanMarkdown.Render(empty), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plan.schema.json")]
    [InlineData("approval.schema.json")]
    public void The_committed_schema_is_the_one_of_the_types(string file)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Placement.sln")))
        {
            root = root.Parent!;
        }

        var path = Path.Combine(root.FullName, "docs", "schemas", file);
        var schema = file.StartsWith("plan", StringComparison.Ordinal) ? PlanSchema.OfPlan() : PlanSchema.OfApproval();
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, schema);
        }

        Assert.Equal(File.ReadAllText(path), schema);
    }
}
