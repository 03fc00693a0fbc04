using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Placement.Cli.Commands;

namespace Placement.Cli;

/// <summary>The whole command line: parses, runs the command, turns every failure into one message and an exit code.</summary>
internal static class CommandLine
{
    private const int HelpWidth = 110;

    /// <summary>Runs a command line and returns its exit code. Never throws.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, CliHost host)
    {
        var result = Root(host).Parse(args);
        if (result.Action is ParseErrorAction wrong)
        {
            (wrong.ShowHelp, wrong.ShowTypoCorrections) = (false, true);
            var toError = new InvocationConfiguration { Output = host.Error, Error = host.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            result.Invoke(toError);
            host.Error.WriteLine($"'placement {(result.CommandResult.Command is CliCommand c ? c.Name + " " : "")}--help' shows what it takes.");
            return ExitCode.WrongUsage;
        }

        try
        {
            var configuration = new InvocationConfiguration { Output = host.Out, Error = host.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            return await result.InvokeAsync(configuration, host.Interrupts.Cancel).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The outermost frame: whatever it is, the user gets a sentence and never a stack trace.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Failures.Report(e, host);
        }
    }

    /// <summary>Makes the grammar.</summary>
    internal static RootCommand Root(CliHost host)
    {
        var root = new RootCommand("Shows where a fleet wastes money, plans the cheapest placement that keeps every rule, with a proven bound, and runs services on it.")
        {
            ReportCommand.Create(host),
            AnalyzeCommand.Create(host),
            PlanCommand.Create(host),
            CheckCommand.Create(host),
            ExplainCommand.Create(host),
            BacktestCommand.Create(host),
            WatchCommand.Create(host),
            RunCommand.Create(host),
            GenerateCommand.Create(host),
        };
        root.SetAction(parsed =>
        {
            new HelpAction { MaxWidth = HelpWidth }.Invoke(parsed);
            return ExitCode.Done;
        });
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples();
        return root;
    }

    private sealed class HelpWithExamples : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            new HelpAction { MaxWidth = HelpWidth }.Invoke(parseResult);
            var output = parseResult.InvocationConfiguration.Output;
            if (parseResult.CommandResult.Command is CliCommand { Examples.Count: > 0 } command)
            {
                output.WriteLine("Examples:");
                foreach (var example in command.Examples)
                {
                    output.WriteLine($"  {example}");
                }

                output.WriteLine();
            }

            if (parseResult.CommandResult.Command is RootCommand)
            {
                output.WriteLine("Exit codes: 0 done, 1 failure, 2 wrong usage, 3 invalid input, 4 infeasible, 5 no plan within the limit, 130 cancelled.");
                output.WriteLine("Data go to standard output, everything else to standard error.");
            }

            return ExitCode.Done;
        }
    }
}
