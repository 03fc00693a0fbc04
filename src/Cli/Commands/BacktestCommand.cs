using System.CommandLine;
using System.Text.Json;
using Placement.Cli.Options;
using Placement.Cli.Output;

namespace Placement.Cli.Commands;

/// <summary>Plans on the first part of the telemetry and replays the rest.</summary>
internal static class BacktestCommand
{
    public static Command Create(CliHost host)
    {
        var options = new StudyCommandOptions
        {
            Solver = new(10),
            ComparePredictors = new("--compare-predictors") { Description = "Compare predictors of CPU peaks at --risk (1% when not stated), and size by the one that keeps it at the least price." },
        };
        var part = new Option<int>("--plan-on") { Description = "Percent of the telemetry, from its start, that the plan may look at.", DefaultValueFactory = _ => 50, HelpName = "PERCENT" };
        var json = CommonOptions.Json();
        var command = new CliCommand(
            "backtest",
            "Plans on the first part of the telemetry, replays the rest, and counts the minutes of overload, beside those of the fleet as it is.",
            "placement backtest --sample",
            "placement backtest --nodes nodes.csv --workloads services.csv --telemetry usage.csv.gz --plan-on 70",
            "placement backtest --telemetry 20110303.csv.gz --preset planetlab",
            "placement backtest --sample --compare-predictors --risk 0.1%");
        options.AddTo(command);
        command.Add(part);
        command.Add(json);
        command.SetAction(async (parsed, token) =>
        {
            if (parsed.GetValue(part) is < 1 or > 99)
            {
                throw new UsageException("--plan-on must be from 1 to 99 percent.");
            }

            var run = await StudyRun.RunAsync(parsed, options, host, study => study with
            {
                BacktestPercent = parsed.GetValue(part),
                BacktestSolve = study.Solve,
                Solve = study.SensitivitySolve,
                SensitivityTargets = [],
            }, token).ConfigureAwait(false);
            if (run.Result.Backtest is not { } backtest)
            {
                throw new UsageException(run.Reading.Window is null
                    ? "A backtest needs --telemetry."
                    : "The first part of the telemetry cannot size every workload: give requests, plan on a larger part, or accept --thin-data use-highest.");
            }

            if (backtest.Plan is null)
            {
                await run.ReportFailureAsync(host).ConfigureAwait(false);
                return ExitCode.NoPlanInTime;
            }

            var found = BacktestFindings.Of(run.Result, backtest);
            await host.Out.WriteLineAsync(parsed.GetValue(json)
                ? JsonSerializer.Serialize(found, CliJson.Default.BacktestFindings)
                : BacktestText.Render(found, host.Width)).ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }
}
