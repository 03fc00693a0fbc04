using System.CommandLine;
using Placement.Cli.Options;

namespace Placement.Cli.Watching;

/// <summary>The options of <c>placement watch</c>.</summary>
internal sealed class WatchOptions
{
    public SourceOptionSet Sources { get; } = new();

    public PrometheusOptionSet Prometheus { get; } = new();

    public Option<string> History { get; } = new("--history") { Description = "Folder to keep samples in; made if needed. The other commands read it by the same option.", HelpName = "FOLDER", Required = true };

    public Option<string> Retention { get; } = new("--retention") { Description = "How long samples are kept.", DefaultValueFactory = _ => "14d", HelpName = "DURATION" };

    public Option<string> Every { get; } = new("--every") { Description = "Time between two readings, by the clock: 5m reads on the hour, at five past, and so on.", DefaultValueFactory = _ => "5m", HelpName = "DURATION" };

    public Option<int?> Rounds { get; } = new("--rounds") { Description = "Readings before the command ends. Default none: Ctrl-C ends it.", HelpName = "N" };

    public Option<bool> Once { get; } = new("--once") { Description = "Read once and end, for a timer of your own." };

    public Option<string?> Profiles { get; } = new("--profiles") { Description = "JSON file to hold the profiles of all series, renewed after each reading.", HelpName = "FILE" };

    public Option<bool> Json { get; } = new("--json") { Description = "Print a JSON document a reading, one a line." };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { History, Retention, Every, Rounds, Once, Profiles, Sources.Local, Sources.Docker, Json })
        {
            command.Add(option);
        }

        Prometheus.AddTo(command);
    }

    /// <summary>Gets the number of readings, or <see langword="null"/> for no limit.</summary>
    /// <exception cref="UsageException">It is not at least 1, or --once says otherwise.</exception>
    public int? RoundsOf(ParseResult parsed) => (parsed.GetValue(Once), parsed.GetValue(Rounds)) switch
    {
        (true, null) => 1,
        (true, _) => throw new UsageException("--once and --rounds say two things; give one of them."),
        (_, < 1) => throw new UsageException("--rounds must be at least 1."),
        (_, var rounds) => rounds,
    };
}
