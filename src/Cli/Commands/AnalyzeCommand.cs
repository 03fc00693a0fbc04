using System.CommandLine;
using System.Text.Json;
using Placement.Cli.Options;
using Placement.Cli.Output;
using Placement.Studies;

namespace Placement.Cli.Commands;

/// <summary>Shows what telemetry says before anything is decided.</summary>
internal static class AnalyzeCommand
{
    public static Command Create(CliHost host)
    {
        var input = new InputOptions();
        var target = new Option<double>("--target") { Description = "Percent of a node above which it is hot.", DefaultValueFactory = _ => 70, HelpName = "PERCENT" };
        var all = new Option<bool>("--all") { Description = "List every node and workload, not only the most telling." };
        var json = CommonOptions.Json();
        var command = new CliCommand(
            "analyze",
            "Shows utilisation, hot spots, idle nodes, requests against use, stranded capacity and the quality of the data.",
            "placement analyze --sample",
            "placement analyze --nodes nodes.csv --telemetry usage.csv.gz --all",
            "placement analyze --telemetry machine_usage.csv.gz --preset alibaba2018-usage --json",
            "placement analyze --nodes nodes.csv --telemetry docker-stats.jsonl");
        input.AddTo(command);
        command.Add(target);
        command.Add(all);
        command.Add(json);
        command.SetAction(async (parsed, token) =>
        {
            if (parsed.GetValue(target) is not (> 0 and <= 100))
            {
                throw new UsageException("--target must be above 0 and at most 100 percent.");
            }

            using var progress = new Progress(host);
            var reading = await FleetReading.ReadAsync(parsed, input, host, progress, token).ConfigureAwait(false);
            if (reading.Window is not { } window)
            {
                throw new UsageException("'analyze' needs --telemetry: without measurements there is nothing to see.");
            }

            progress.Report("analysing");
            var analysis = FleetAnalysis.Create(reading.Inventory, window, parsed.GetValue(target) / 100);
            progress.Dispose();
            await host.Out.WriteLineAsync(parsed.GetValue(json)
                ? JsonSerializer.Serialize(AnalysisDocument.Of(analysis, reading), CliJson.Default.AnalysisDocument)
                : AnalysisText.Render(analysis, reading, parsed.GetValue(all), host.Width)).ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }
}
