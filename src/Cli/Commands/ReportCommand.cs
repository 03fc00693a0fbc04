using System.CommandLine;
using Placement.Cli.Options;
using Placement.Reporting;

namespace Placement.Cli.Commands;

/// <summary>The cost-savings report: on the console, and as HTML, JSON and Markdown files.</summary>
internal static class ReportCommand
{
    public static Command Create(CliHost host)
    {
        var options = new StudyCommandOptions { Solver = new(10), Catalogue = StudyCommandOptions.CatalogueOption() };
        var folder = new Option<string>("--out", "-o") { Description = "Folder for report.html, report.json and report.md.", DefaultValueFactory = _ => "placement-report", HelpName = "DIR" };
        var noFiles = new Option<bool>("--no-files") { Description = "Print only; write no files." };
        var json = CommonOptions.Json();
        var command = new CliCommand(
            "report",
            "Shows which nodes can be switched off, what that saves, how far from the best possible the answer is, and why each node that stays must stay.",
            "placement report --sample",
            "placement report --nodes nodes.csv --workloads services.csv --telemetry usage.csv.gz --out report",
            "placement report --nodes nodes.csv --workloads pods.csv --size-by requests --json > report.json",
            "placement report --sample --percentile p99 --target 60 --n-plus-1 --catalogue aws");
        options.AddTo(command);
        command.Add(folder);
        command.Add(noFiles);
        command.Add(json);
        command.SetAction(async (parsed, token) =>
        {
            var run = await StudyRun.RunAsync(parsed, options, host, study => study, token).ConfigureAwait(false);
            if (run.ExitCode != ExitCode.Done)
            {
                await run.ReportFailureAsync(host).ConfigureAwait(false);
                return run.ExitCode;
            }

            var report = SavingsReport.Create(run.Result);
            await host.Out.WriteAsync(parsed.GetValue(json) ? report.ToJson() : report.ToText()).ConfigureAwait(false);
            if (!parsed.GetValue(noFiles))
            {
                var target = parsed.GetValue(folder)!;
                Directory.CreateDirectory(target);
                foreach (var (name, text) in new[] { ("report.html", report.ToHtml()), ("report.json", report.ToJson()), ("report.md", report.ToMarkdown()) })
                {
                    var path = Path.Combine(target, name);
                    await File.WriteAllTextAsync(path, text, token).ConfigureAwait(false);
                    await host.Error.WriteLineAsync($"wrote {path}").ConfigureAwait(false);
                }
            }

            return ExitCode.Done;
        });
        return command;
    }
}
