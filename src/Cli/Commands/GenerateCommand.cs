using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Placement.Cli.Options;
using Placement.Cli.Output;
using Placement.Inventory.Generation;

namespace Placement.Cli.Commands;

/// <summary>Makes a fleet with telemetry to try the tool on.</summary>
internal static class GenerateCommand
{
    public static Command Create(CliHost host)
    {
        var nodes = new Option<int>("--nodes") { Description = "Number of nodes, 10 to 10,000.", DefaultValueFactory = _ => 70, HelpName = "N" };
        var days = new Option<int>("--days") { Description = "Days of five-minute telemetry, 1 to 90.", DefaultValueFactory = _ => 14, HelpName = "N" };
        var seed = new Option<int>("--seed") { Description = "Seed; the same seed gives the same files.", DefaultValueFactory = _ => 1, HelpName = "N" };
        var folder = new Option<string>("--out", "-o") { Description = "Folder to write to; made when it is not there.", Required = true, HelpName = "DIR" };
        var json = CommonOptions.Json();
        var command = new CliCommand(
            "generate",
            "Makes a plausible fleet to try it on: nodes, services hard-coded on them, rules, and telemetry with gaps and faults.",
            "placement generate --out my-fleet",
            "placement generate --nodes 500 --seed 7 --days 7 --out big-fleet")
        {
            nodes, days, seed, folder, json,
        };
        command.SetAction(async (parsed, token) =>
        {
            var files = FleetGenerator.Generate(new() { Nodes = parsed.GetValue(nodes), Days = parsed.GetValue(days), Seed = parsed.GetValue(seed) });
            var target = parsed.GetValue(folder)!;
            Directory.CreateDirectory(target);
            var written = new List<WrittenFile>();
            using var progress = new Progress(host);
            foreach (var file in files)
            {
                token.ThrowIfCancellationRequested();
                progress.Report($"writing {file.Name}");
                var path = Path.Combine(target, file.Name);
                var stream = File.Create(path);
                await using (stream.ConfigureAwait(false))
                {
                    file.WriteTo(stream);
                }

                written.Add(new(path, new FileInfo(path).Length));
            }

            progress.Dispose();
            if (parsed.GetValue(json))
            {
                await host.Out.WriteLineAsync(JsonSerializer.Serialize(written, CliJson.Default.ListWrittenFile)).ConfigureAwait(false);
                return ExitCode.Done;
            }

            foreach (var file in written)
            {
                await host.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{file.Path}  {file.Bytes:#,##0} bytes")).ConfigureAwait(false);
            }

            return ExitCode.Done;
        });
        return command;
    }
}
