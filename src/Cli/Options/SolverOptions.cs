using System.CommandLine;
using Placement.Solving;

namespace Placement.Cli.Options;

/// <summary>The options of a solve.</summary>
internal sealed class SolverOptions(double defaultSeconds)
{
    public Option<double> TimeLimit { get; } = new("--time-limit") { Description = "Seconds for the solver; it returns sooner when it has proved the answer best.", DefaultValueFactory = _ => defaultSeconds, HelpName = "SECONDS" };

    public Option<int> Threads { get; } = new("--threads") { Description = "Threads for the solver.", DefaultValueFactory = _ => Math.Min(8, Environment.ProcessorCount), HelpName = "N" };

    public Option<int> Seed { get; } = new("--seed") { Description = "Seed of every random choice.", DefaultValueFactory = _ => 1, HelpName = "N" };

    public void AddTo(Command command)
    {
        command.Add(TimeLimit);
        command.Add(Threads);
        command.Add(Seed);
    }

    public SolveOptions Of(ParseResult parsed, CancellationToken stop, Action<SolveProgress>? progress = null)
    {
        var seconds = parsed.GetValue(TimeLimit);
        if (!(seconds > 0 && seconds <= 86_400))
        {
            throw new UsageException($"--time-limit {seconds}: write a number of seconds above 0, at most 86,400.");
        }

        if (parsed.GetValue(Threads) is < 1 or > 256)
        {
            throw new UsageException("--threads must be from 1 to 256.");
        }

        return new() { TimeLimit = TimeSpan.FromSeconds(seconds), Threads = parsed.GetValue(Threads), Seed = parsed.GetValue(Seed), StopRequested = stop, Progress = progress };
    }
}
