using System.CommandLine;
using System.Globalization;
using Placement.Sizing;
using Placement.Telemetry.Quality;

namespace Placement.Cli.Options;

/// <summary>The options that say how much a replica is planned to take.</summary>
internal sealed class SizingOptions
{
    public Option<string> Percentile { get; } = new("--percentile", "-p") { Description = "Point of CPU usage to plan for: p95, p99, max, or a number from 50 to 100.", DefaultValueFactory = _ => "p95", HelpName = "POINT" };

    public Option<double?> Target { get; } = new("--target") { Description = "Percent of a node that may be planned. Default 70, or 100 when sizes are requests.", HelpName = "PERCENT" };

    public Option<double> Headroom { get; } = new("--headroom") { Description = "Percent added to a replica's planned CPU.", DefaultValueFactory = _ => 15, HelpName = "PERCENT" };

    public Option<double> MemoryMargin { get; } = new("--memory-margin") { Description = "Percent added to a replica's highest memory.", DefaultValueFactory = _ => 10, HelpName = "PERCENT" };

    public Option<string> SizeBy { get; } = Choice("--size-by", "What sizes rest on.", "auto", "auto", "usage", "requests");

    public Option<string> ThinData { get; } = Choice("--thin-data", "What to do with a workload of too little telemetry.", "keep-request", "keep-request", "use-highest", "refuse");

    public Option<bool> SurviveNodeLoss { get; } = new("--n-plus-1") { Description = "Keep room for the replicas of any one node that fails." };

    public Option<string?> Risk { get; } = new("--risk") { Description = "Chance that a time slot exceeds the target on a node, such as 1%: the predictor of CPU peaks is chosen for it, in place of --percentile and --headroom.", HelpName = "PERCENT" };

    public Option<string> Slots { get; } = Choice("--slots", "Size CPU once, or for each hour of the day, so that opposite peaks share a node.", "none", "none", "hour-of-day");

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { Percentile, Target, Headroom, MemoryMargin, SizeBy, ThinData, SurviveNodeLoss, Risk, Slots })
        {
            command.Add(option);
        }
    }

    /// <summary>Makes the policy.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="hasTelemetry">Whether there is telemetry to size by.</param>
    /// <exception cref="UsageException">A value is out of range, or asks for telemetry that is not there.</exception>
    public SizingPolicy PolicyOf(ParseResult parsed, bool hasTelemetry)
    {
        var by = parsed.GetValue(SizeBy);
        if (by == "usage" && !hasTelemetry)
        {
            throw new UsageException("--size-by usage needs --telemetry.");
        }

        var usage = by == "usage" || (by == "auto" && hasTelemetry);
        try
        {
            return new()
            {
                UsesTelemetry = usage,
                CpuPercentile = PercentileOf(parsed.GetValue(Percentile)!),
                TargetUtilization = (parsed.GetValue(Target) ?? (usage ? 70 : 100)) / 100,
                CpuHeadroom = parsed.GetValue(Headroom) / 100,
                MemoryMargin = parsed.GetValue(MemoryMargin) / 100,
                WorstGrade = DataGrade.C,
                ThinData = parsed.GetValue(ThinData) switch { "refuse" => ThinDataRule.Refuse, "use-highest" => ThinDataRule.UseHighest, _ => ThinDataRule.KeepRequest },
            };
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new UsageException(e.Message.Split(" (Parameter")[0]);
        }
    }

    /// <summary>Gets the risk, 0 to 0.5, or <see langword="null"/> when none is stated.</summary>
    /// <exception cref="UsageException">It is not a percentage above 0 and at most 50.</exception>
    public double? RiskOf(ParseResult parsed)
    {
        if (parsed.GetValue(Risk) is not { } text)
        {
            return null;
        }

        return double.TryParse(text.TrimEnd('%', ' '), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) && percent is > 0 and <= 50
            ? percent / 100
            : throw new UsageException($"--risk {text}: write a percentage above 0 and at most 50, such as 1% or 0.1.");
    }

    private static double PercentileOf(string text)
    {
        var number = text.Equals("max", StringComparison.OrdinalIgnoreCase) ? "100" : text.TrimStart('p', 'P');
        return double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value is >= 50 and <= 100
            ? value
            : throw new UsageException($"--percentile {text}: write p95, p99, max, or a number from 50 to 100.");
    }

    private static Option<string> Choice(string name, string description, string standard, params string[] choices)
    {
        var option = new Option<string>(name) { Description = description, DefaultValueFactory = _ => standard };
        option.AcceptOnlyFromAmong(choices);
        return option;
    }
}
