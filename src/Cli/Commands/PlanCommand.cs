using System.CommandLine;
using Placement.Cli.Options;
using Placement.Cli.Output;
using Placement.Plans;

namespace Placement.Cli.Commands;

/// <summary>Plans the moves: plan.json with the target, the bound, ordered steps and their reasons.</summary>
internal static class PlanCommand
{
    public static Command Create(CliHost host)
    {
        var options = new StudyCommandOptions { Solver = new(20) };
        var file = new Option<string>("--out", "-o") { Description = "File to write the plan to.", DefaultValueFactory = _ => "plan.json", HelpName = "FILE" };
        var json = CommonOptions.Json();
        var command = new CliCommand(
            "plan",
            "Plans the moves to the cheapest placement: ordered steps, each safe while it runs, with reasons and the bound, as plan.json.",
            "placement plan --sample",
            "placement plan --nodes nodes.csv --workloads services.csv --telemetry usage.csv.gz --out plan.json",
            "placement plan --nodes nodes.csv --workloads services.csv --json | jq .summary");
        options.AddTo(command);
        command.Add(file);
        command.Add(json);
        command.SetAction(async (parsed, token) =>
        {
            var run = await StudyRun.RunAsync(parsed, options, host, study => study with { BacktestPercent = 0, SensitivityTargets = [] }, token).ConfigureAwait(false);
            if (run.ExitCode != ExitCode.Done)
            {
                await run.ReportFailureAsync(host).ConfigureAwait(false);
                return run.ExitCode;
            }

            using var progress = new Progress(host);
            progress.Report("ordering the moves");
            var document = StudyPlan.Of(run, parsed.GetValue(options.Solver.Seed), token);
            progress.Dispose();
            var bytes = PlanFile.ToBytes(document);
            if (parsed.GetValue(json))
            {
                await host.Out.WriteLineAsync(System.Text.Encoding.UTF8.GetString(bytes)).ConfigureAwait(false);
                return ExitCode.Done;
            }

            var path = parsed.GetValue(file)!;
            await File.WriteAllBytesAsync(path, bytes, token).ConfigureAwait(false);
            await host.Error.WriteLineAsync($"wrote {path}").ConfigureAwait(false);
            await host.Out.WriteLineAsync(PlanText.Render(document, host.Width)).ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }
}
