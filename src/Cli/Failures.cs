using System.Text.Json;
using Placement.Cli.Running;
using Placement.Inventory;
using Placement.Plans;
using Placement.Problems;
using Placement.Sizing;
using Placement.Studies;
using Placement.Telemetry.Quality;

namespace Placement.Cli;

/// <summary>Turns an exception into messages and an exit code.</summary>
internal static class Failures
{
    public static int Report(Exception exception, CliHost host)
    {
        var (code, lines) = Explain(exception);
        foreach (var line in lines)
        {
            host.Error.WriteLine($"error: {line}");
        }

        return code;
    }

    private static (int Code, IEnumerable<string> Lines) Explain(Exception exception) => exception switch
    {
        OperationCanceledException => (ExitCode.Cancelled, ["Cancelled; nothing was written."]),
        UsageException e => (ExitCode.WrongUsage, [e.Message]),
        InventoryException e => (ExitCode.InvalidInput, e.Faults.Select(f => f.ToString())),
        InvalidTelemetryException e => (ExitCode.InvalidInput, e.Faults.Select(f => f.ToString()).Where(f => !e.Message.Contains(f, StringComparison.Ordinal)).Prepend(e.Message)),
        ServicesFileException e => (ExitCode.InvalidInput, e.Faults.Select(f => f.ToString())),
        SizingException e => (ExitCode.InvalidInput, e.Faults),
        ProblemException e => (ExitCode.InvalidInput, e.Faults),
        ReconciliationException e => (ExitCode.InvalidInput, [e.Message]),
        PlanFormatException e => (ExitCode.InvalidInput, [$"The plan is not readable. {e.Message}"]),
        JsonException e => (ExitCode.InvalidInput, [$"The JSON is not readable: {e.Message}"]),
        AggregateException { InnerExceptions: [var only] } => Explain(only),
        FileNotFoundException or DirectoryNotFoundException => (ExitCode.InvalidInput, [exception.Message]),
        IOException or UnauthorizedAccessException => (ExitCode.Failure, [exception.Message]),
        ArgumentOutOfRangeException e => (ExitCode.WrongUsage, [e.Message.Split(Environment.NewLine)[0]]),
        _ => (ExitCode.Failure, [$"This should not have happened ({exception.GetType().Name}): {exception.Message} Please report it with the command line that led here."]),
    };
}
