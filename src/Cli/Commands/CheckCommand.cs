using System.CommandLine;
using System.Text.Json;
using Placement.Cli.Options;
using Placement.Cli.Output;
using Placement.Construction;
using Placement.Plans;
using Placement.Problems;
using Placement.Studies;

namespace Placement.Cli.Commands;

/// <summary>Verifies a plan against its inputs, without the solver.</summary>
internal static class CheckCommand
{
    public static Command Create(CliHost host)
    {
        var plan = new Argument<string>("plan") { Description = "The plan.json, or - for standard input." };
        var input = new InputOptions();
        var sizing = new SizingOptions();
        var approver = new Option<string?>("--approve") { Description = "When the plan is sound, sign it off by this name: writes the approval file that an executor may demand.", HelpName = "NAME" };
        var approval = new Option<string>("--approval") { Description = "File to write the approval to.", DefaultValueFactory = _ => "approval.json", HelpName = "FILE" };
        var json = CommonOptions.Json();
        var command = new CliCommand(
            "check",
            "Verifies a plan.json against its inputs without the solver: places, capacities, rules, costs, totals, and every step. Give the inputs and sizing options that the plan was made with.",
            "placement check plan.json --sample",
            "placement check plan.json --sample --approve \"Ada Lovelace\" --approval approval.json",
            "placement check plan.json --nodes nodes.csv --workloads services.csv --telemetry usage.csv.gz")
        {
            plan,
        };
        input.AddTo(command);
        sizing.AddTo(command);
        command.Add(approver);
        command.Add(approval);
        command.Add(json);
        command.SetAction(async (parsed, token) =>
        {
            using var progress = new Progress(host);
            var path = parsed.GetValue(plan)!;
            var bytes = await ReadAsync(path, token).ConfigureAwait(false);
            var document = PlanFile.Parse(bytes);
            var reading = await FleetReading.ReadAsync(parsed, input, host, progress, token).ConfigureAwait(false);
            var policy = StudyRun.PolicyOf(parsed, sizing, reading);
            StudyRun.CheckSlots(parsed, sizing, reading, policy);
            var inputs = StudyInputs.Create(reading.Inventory, reading.Window, policy, reading.Name);
            var study = new StudyOptions { Solver = new GreedySolver(), Headline = StudyRun.HeadlineOf(parsed, sizing, policy) };
            var model = inputs.ModelOf(StudyRun.AtRisk(study, inputs, sizing.RiskOf(parsed), token).Headline)
                ?? throw new ProblemException(["The inputs cannot be sized as these options say; give those that the plan was made with."]);
            progress.Report("checking");
            var verdict = PlanChecker.Check(document, model);
            progress.Dispose();
            var findings = new CheckFindings(path, verdict.IsSound, document.Summary.Steps, verdict.PrefixesJudged, verdict.TargetCost?.Total, [.. verdict.Faults.Select(f => new CheckFault(f.Code.ToString(), f.Message))]);
            if (parsed.GetValue(json))
            {
                await host.Out.WriteLineAsync(JsonSerializer.Serialize(findings, CliJson.Default.CheckFindings)).ConfigureAwait(false);
            }
            else if (verdict.IsSound)
            {
                await host.Out.WriteLineAsync($"{path} is sound: every replica has its place, every rule holds, the costs are right, and each of {findings.PrefixesJudged} states on the way is safe.").ConfigureAwait(false);
            }
            else
            {
                await host.Out.WriteLineAsync($"{path} is not sound; {verdict.Faults.Count} faults:").ConfigureAwait(false);
                foreach (var fault in verdict.Faults.Take(100))
                {
                    await host.Out.WriteLineAsync($"  {fault}").ConfigureAwait(false);
                }
            }

            if (verdict.IsSound && parsed.GetValue(approver) is { } name)
            {
                var file = parsed.GetValue(approval)!;
                var signed = new PlanApproval { PlanSha256 = PlanFile.Sha256(bytes), ApprovedBy = name, ApprovedAt = host.Time.GetUtcNow() };
                await File.WriteAllBytesAsync(file, PlanFile.ToBytes(signed), token).ConfigureAwait(false);
                await host.Error.WriteLineAsync($"wrote {file}").ConfigureAwait(false);
            }

            return verdict.IsSound ? ExitCode.Done : ExitCode.InvalidInput;
        });
        return command;
    }

    private static async Task<byte[]> ReadAsync(string path, CancellationToken token)
    {
        if (path != "-")
        {
            return await File.ReadAllBytesAsync(path, token).ConfigureAwait(false);
        }

        using var all = new MemoryStream();
        var stdin = Console.OpenStandardInput();
        await using (stdin.ConfigureAwait(false))
        {
            await stdin.CopyToAsync(all, token).ConfigureAwait(false);
        }

        return all.ToArray();
    }
}
