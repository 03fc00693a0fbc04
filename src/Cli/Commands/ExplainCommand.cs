using System.CommandLine;
using System.Text.Json;
using Placement.Cli.Options;
using Placement.Cli.Output;
using Placement.Explanations;

namespace Placement.Cli.Commands;

/// <summary>Explains why a replica is where it is, and what would let it be elsewhere.</summary>
internal static class ExplainCommand
{
    public static Command Create(CliHost host)
    {
        var name = new Argument<string>("name") { Description = "A workload, or one replica such as web/0." };
        var options = new StudyCommandOptions { Solver = new(10) };
        var rules = new Option<bool>("--rules") { Description = "Also solve again without each rule of the workload, to say what the rule costs." };
        var all = new Option<bool>("--all") { Description = "List every node, also those that the plan switches off." };
        var json = CommonOptions.Json();
        var command = new CliCommand(
            "explain",
            "Says why a replica is where it is, why it fits on no other node, what would make it fit, and what each of its rules costs.",
            "placement explain orders-db --sample",
            "placement explain web/0 --nodes nodes.csv --workloads services.csv --telemetry usage.csv.gz --rules")
        {
            name,
        };
        options.AddTo(command);
        command.Add(rules);
        command.Add(all);
        command.Add(json);
        command.SetAction(async (parsed, token) =>
        {
            var run = await StudyRun.RunAsync(parsed, options, host, study => study with { BacktestPercent = 0, SensitivityTargets = [] }, token).ConfigureAwait(false);
            using var progress = new Progress(host);
            progress.Report("explaining");
            using var solving = host.Interrupts.Solving();
            var wanted = parsed.GetValue(name)!;
            var study = run.Result;
            var explain = new ExplainOptions { Solver = study.Options.Solver, Solve = study.Options.SensitivitySolve, PriceRules = parsed.GetValue(rules) };
            var found = await Task.Run(() => PlacementExplainer.Explain(study.Model, study.Solved.Assignment, wanted, explain, token), token).ConfigureAwait(false);
            progress.Dispose();
            if (found.Count == 0)
            {
                throw new UsageException($"There is no workload or replica '{wanted}'. Workloads are {string.Join(", ", run.Result.Model.Workloads.Take(8).Select(w => w.Id))}{(run.Result.Model.Workloads.Count > 8 ? ", ..." : "")}.");
            }

            if (run.ExitCode != ExitCode.Done)
            {
                await run.ReportFailureAsync(host).ConfigureAwait(false);
            }

            await host.Out.WriteLineAsync(parsed.GetValue(json)
                ? JsonSerializer.Serialize(found, CliJson.Default.IReadOnlyListReplicaExplanation)
                : ExplanationText.Render(found, parsed.GetValue(all), host.Width)).ConfigureAwait(false);
            return run.ExitCode;
        });
        return command;
    }
}
