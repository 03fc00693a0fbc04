using System.CommandLine;
using Placement.Plans;

namespace Placement.Cli.Options;

/// <summary>The options that say how much may move, and how.</summary>
internal sealed class MoveOptions
{
    private readonly Option<int?> _maxMoves = new("--max-moves") { Description = "Most replicas that may move.", HelpName = "N" };
    private readonly Option<double?> _maxMinutes = new("--max-minutes") { Description = "Most minutes that the plan may take.", HelpName = "MINUTES" };
    private readonly Option<double?> _maxMoveCost = new("--max-move-cost") { Description = "Most dollars that the moves may cost together.", HelpName = "DOLLARS" };
    private readonly Option<double> _moveCost = new("--move-cost") { Description = "Dollars that one move costs, and again for each GiB it carries over.", DefaultValueFactory = _ => 0.001, HelpName = "DOLLARS" };
    private readonly Option<double> _payback = new("--payback") { Description = "Hours within which a move must have paid for itself; others are not made.", DefaultValueFactory = _ => 720, HelpName = "HOURS" };
    private readonly Option<int> _budget = new("--budget") { Description = "Replicas of one workload that may be down or moving at once, where the workload does not say so itself.", DefaultValueFactory = _ => 1, HelpName = "N" };
    private readonly Option<int> _perNode = new("--moves-per-node") { Description = "Moves that may touch a node at once.", DefaultValueFactory = _ => 4, HelpName = "N" };
    private readonly Option<int> _atOnce = new("--moves-at-once") { Description = "Moves that may run at once.", DefaultValueFactory = _ => 256, HelpName = "N" };
    private readonly Option<double> _rate = new("--node-rate") { Description = "Megabytes a second that a node sends or receives.", DefaultValueFactory = _ => 125, HelpName = "MB" };
    private readonly Option<bool> _emptyFirst = new("--empty-nodes-first") { Description = "Empty whole nodes one after the other, so that money is saved early, instead of the shortest time for all." };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _maxMoves, _maxMinutes, _maxMoveCost, _moveCost, _payback, _budget, _perNode, _atOnce, _rate, _emptyFirst })
        {
            command.Add(option);
        }
    }

    /// <summary>Makes the options of a plan.</summary>
    /// <exception cref="UsageException">A value is out of range.</exception>
    public SteadyPlanOptions Of(ParseResult parsed, int seed)
    {
        try
        {
            return new()
            {
                Limits = new() { MaxMovingPerWorkload = parsed.GetValue(_budget), MaxStepsPerNode = parsed.GetValue(_perNode), MaxStepsPerWave = parsed.GetValue(_atOnce), UnitsPerSecond = Whole(parsed, _rate, 1e6) },
                Economics = new()
                {
                    MaxMoves = parsed.GetValue(_maxMoves) ?? int.MaxValue,
                    MaxMinutes = parsed.GetValue(_maxMinutes) ?? double.PositiveInfinity,
                    MaxMicroDollars = parsed.GetValue(_maxMoveCost) is null ? long.MaxValue : Whole(parsed, _maxMoveCost, 1e6),
                    MicroDollarsPerStart = Whole(parsed, _moveCost, 1e6),
                    MicroDollarsPerGibi = Whole(parsed, _moveCost, 1e6),
                    HorizonHours = parsed.GetValue(_payback),
                },
                Planning = new() { Seed = seed, EmptiesNodesFirst = parsed.GetValue(_emptyFirst) },
            };
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new UsageException(e.Message.Split(" (Parameter")[0]);
        }
    }

    private static long Whole<T>(ParseResult parsed, Option<T> option, double factor)
    {
        var value = Convert.ToDouble(parsed.GetValue(option), System.Globalization.CultureInfo.InvariantCulture);
        return value is >= 0 and <= 1e9 ? (long)Math.Round(value * factor) : throw new UsageException($"{option.Name} {value}: write a number from 0 to 1,000,000,000.");
    }
}
