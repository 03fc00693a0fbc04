using System.Diagnostics;
using System.Text.Json;

namespace Placement.Cli.Tests;

public sealed class SampleTests
{
    [Fact]
    public async Task The_report_of_the_sample_is_printed_and_written()
    {
        using var scratch = new Scratch();
        var run = await Tool.RunAsync("report", "--sample", "--out", scratch.Path, "--time-limit", "2");

        Assert.True(run.Code == 0, run.Error);
        Assert.StartsWith("Switch off ", run.Out, StringComparison.Ordinal);
        Assert.Equal(["report.html", "report.json", "report.md"], Directory.EnumerateFiles(scratch.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(70, JsonDocument.Parse(await File.ReadAllTextAsync(scratch["report.json"], TestContext.Current.CancellationToken)).RootElement.GetProperty("nodes").GetArrayLength());
    }

    [Fact]
    public async Task The_sample_is_what_its_description_says()
    {
        var run = await Tool.RunAsync("analyze", "--sample", "--json");

        var document = JsonDocument.Parse(run.Out).RootElement;
        double Share(int resource) => document.GetProperty("fleet")[resource].GetProperty("utilisation").GetDouble();
        Assert.InRange(Share(0), 0.01, 0.02);
        Assert.InRange(Share(1), 0.18, 0.22);
        Assert.Equal(5, document.GetProperty("hotSpots").EnumerateArray().Select(h => h.GetProperty("node").GetString()).Distinct().Count());
        Assert.True(document.GetProperty("data").GetProperty("quarantined").GetInt32() > 5);
        var workloads = document.GetProperty("workloads").EnumerateArray().ToList();
        Assert.Equal(45, workloads.Select(w => w.GetProperty("name").GetString()).Distinct().Count());
        Assert.All(workloads, w => Assert.True(w.GetProperty("p50").GetDouble() <= w.GetProperty("p95").GetDouble() && w.GetProperty("p99").GetDouble() <= w.GetProperty("max").GetDouble()));
        Assert.All(workloads.Concat(document.GetProperty("nodes").EnumerateArray()), w => Assert.Equal(24, w.GetProperty("meanByHourOfDay").GetArrayLength()));
        Assert.All(workloads.Concat(document.GetProperty("nodes").EnumerateArray()).Append(document.GetProperty("fleet")[0]), w => Assert.Equal(w.GetProperty("mean").GetDouble(), w.GetProperty("meanByHourOfWeek").EnumerateArray().Average(h => h.GetDouble()), w.GetProperty("mean").GetDouble() / 5));
        Assert.True(document.GetProperty("data").GetProperty("gradeD").GetInt32() > 0);
    }

    [Fact]
    public async Task The_plan_of_the_sample_passes_the_check()
    {
        using var scratch = new Scratch();
        var plan = await Tool.RunAsync("plan", "--sample", "--out", scratch["plan.json"], "--time-limit", "3");
        var check = await Tool.RunAsync("check", scratch["plan.json"], "--sample");

        Assert.True(plan.Code == 0, plan.Error);
        Assert.True(check.Code == 0, check.Out + check.Error);
    }

    [Fact]
    public async Task Interrupting_a_solve_returns_the_best_plan_so_far()
    {
        using var scratch = new Scratch();
        using var interrupts = Interrupts.Manual();
        var running = Tool.RunAsync(interrupts, "plan", "--sample", "--out", scratch["plan.json"], "--time-limit", "600");
        await Task.WhenAny(interrupts.SolvingBegan, running);
        interrupts.Raise();
        var run = await running;

        Assert.True(run.Code == 0, run.Error);
        Assert.Contains("stopped by Ctrl-C; this is the best found so far", run.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(scratch["plan.json"]));
    }

    [Fact]
    public async Task Interrupting_before_the_solve_cancels_with_code_130()
    {
        using var interrupts = Interrupts.Manual();
        interrupts.Raise();
        var run = await Tool.RunAsync(interrupts, "report", "--sample", "--no-files");

        Assert.Equal((130, ""), (run.Code, run.Out));
    }

    [Fact]
    public async Task The_tool_runs_as_a_process_with_data_on_standard_output_only()
    {
        using var scratch = new Scratch();
        var tool = Path.Combine(AppContext.BaseDirectory, "Placement.Cli.dll");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = scratch.Path };
        foreach (var argument in new[] { tool, "analyze", "--sample", "--json" })
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal((0, ""), (process.ExitCode, await error));
        Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(output).RootElement.ValueKind);
    }
}
