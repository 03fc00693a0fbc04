using System.CommandLine;
using Placement.Cli.Options;
using Placement.Cli.Output;
using Placement.Plans;
using Placement.Solving;

namespace Placement.Cli.Commands;

/// <summary>Plans the moves: plan.json with the target, the bound, ordered steps and their reasons.</summary>
internal static class PlanCommand
{
    public static Command Create(CliHost host)
    {
        var options = new StudyCommandOptions { Solver = new(20) };
        var file = new Option<string>("--out", "-o") { Description = "File to write the plan to.", DefaultValueFactory = _ => "plan.json", HelpName = "FILE" };
        var json = CommonOptions.Json();
        var format = new Option<string>("--format") { Description = "text writes the plan file and shows a summary; markdown too, as the text of a pull request; json prints the plan instead.", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "markdown", "json");
        var moves = new MoveOptions();
        var command = new CliCommand(
            "plan",
            "Plans the moves to the cheapest placement: ordered steps, each safe while it runs, with reasons and the bound, as plan.json.",
            "placement plan --sample",
            "placement plan --nodes nodes.csv --workloads services.csv --telemetry usage.csv.gz --out plan.json",
            "placement plan --nodes nodes.csv --workloads services.csv --max-moves 20 --max-minutes 60 --format markdown > pull-request.md",
            "placement plan --nodes nodes.csv --workloads services.csv --json | jq .summary");
        options.AddTo(command);
        moves.AddTo(command);
        command.Add(file);
        command.Add(format);
        command.Add(json);
        command.SetAction(async (parsed, token) =>
        {
            var planning = moves.Of(parsed, parsed.GetValue(options.Solver.Seed));
            var run = await StudyRun.RunAsync(parsed, options, host, study => study with { BacktestPercent = 0, SensitivityTargets = [], Solve = Half(study.Solve) }, token).ConfigureAwait(false);
            if (run.ExitCode != ExitCode.Done)
            {
                await run.ReportFailureAsync(host).ConfigureAwait(false);
                return run.ExitCode;
            }

            using var progress = new Progress(host);
            progress.Report("ordering the moves");
            var document = StudyPlan.Of(run, planning, token);
            progress.Dispose();
            var bytes = PlanFile.ToBytes(document);
            var shape = parsed.GetValue(json) ? "json" : parsed.GetValue(format);
            if (shape == "json")
            {
                await host.Out.WriteLineAsync(System.Text.Encoding.UTF8.GetString(bytes)).ConfigureAwait(false);
                return ExitCode.Done;
            }

            var path = parsed.GetValue(file)!;
            await File.WriteAllBytesAsync(path, bytes, token).ConfigureAwait(false);
            await host.Error.WriteLineAsync($"wrote {path}").ConfigureAwait(false);
            await host.Out.WriteLineAsync(shape == "markdown" ? PlanMarkdown.Render(document, PlanFile.Sha256(bytes)).TrimEnd('\n') : PlanText.Render(document, host.Width)).ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>Half of the time finds the target; the other half is for looking again from there, so that the next plan finds nothing to move.</summary>
    private static SolveOptions Half(SolveOptions solve) => solve with { TimeLimit = solve.TimeLimit / 2 };
}
