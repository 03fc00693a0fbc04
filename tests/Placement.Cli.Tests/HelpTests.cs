namespace Placement.Cli.Tests;

public sealed class HelpTests
{
    [Theory]
    [InlineData("placement")]
    [InlineData("report")]
    [InlineData("analyze")]
    [InlineData("plan")]
    [InlineData("check")]
    [InlineData("explain")]
    [InlineData("backtest")]
    [InlineData("generate")]
    [InlineData("run")]
    [InlineData("watch")]
    public async Task Help_says_what_it_has_always_said(string command)
    {
        var run = await Tool.RunAsync(command == "placement" ? ["--help"] : [command, "--help"]);

        Assert.Equal((0, ""), (run.Code, run.Error));
        var threads = System.Text.RegularExpressions.Regex.Replace(run.Out, @"(--threads <N>\s+Threads for the solver\. \[default: )\d+", "${1}N");
        var text = string.Join('\n', threads.Split('\n').Select(l => l.TrimEnd().Replace("Placement.Cli.Tests", "placement", StringComparison.Ordinal)));
        Golden.Check($"help-{command}.txt", text);
    }

    [Theory]
    [InlineData("reprot", "report")]
    [InlineData("analyse", "analyze")]
    public async Task A_misspelt_command_gets_a_suggestion(string typed, string meant)
    {
        var run = await Tool.RunAsync(typed);

        Assert.Equal((2, ""), (run.Code, run.Out));
        Assert.Contains(meant, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_misspelt_option_gets_a_suggestion()
    {
        var run = await Tool.RunAsync("report", "--sampel");

        Assert.Equal((2, ""), (run.Code, run.Out));
        Assert.Contains("--sample", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("report")]
    [InlineData("report", "--workloads", "x.csv")]
    [InlineData("report", "--sample", "--percentile", "p20")]
    [InlineData("report", "--sample", "--target", "0")]
    [InlineData("report", "--sample", "--time-limit", "0")]
    [InlineData("report", "--sample", "--catalogue", "moon")]
    [InlineData("report", "--sample", "--assume-price", "cheap")]
    [InlineData("analyze", "--sample", "--max-faulty", "200")]
    [InlineData("analyze", "--sample", "--target", "101")]
    [InlineData("analyze", "--sample", "--preset", "openbb")]
    [InlineData("backtest", "--sample", "--plan-on", "100")]
    [InlineData("generate")]
    [InlineData("explain", "--sample")]
    public async Task Wrong_usage_is_code_2_with_a_message_and_nothing_on_standard_output(params string[] args)
    {
        var run = await Tool.RunAsync(args);

        Assert.Equal((2, ""), (run.Code, run.Out));
        Assert.NotEmpty(run.Error);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }
}
