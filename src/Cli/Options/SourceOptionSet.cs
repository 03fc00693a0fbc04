using System.CommandLine;

namespace Placement.Cli.Options;

/// <summary>The options that say what else than files to read usage from.</summary>
internal sealed class SourceOptionSet
{
    public Option<bool> Local { get; } = new("--local") { Description = "Read this machine: the whole of it from /proc, its services and containers from their cgroups." };

    public Option<string[]> Docker { get; } = new("--docker") { Description = "A Docker engine to read, as NODE=ADDRESS or an address: unix:///var/run/docker.sock, tcp://host:2375. May be repeated.", HelpName = "ENGINE" };

    public Option<string> For { get; } = new("--for") { Description = "How long to read --local and --docker.", DefaultValueFactory = _ => "30s", HelpName = "DURATION" };

    public Option<string> Every { get; } = new("--every") { Description = "Time between two readings of --local and --docker.", DefaultValueFactory = _ => "5s", HelpName = "DURATION" };

    public Option<string[]> History { get; } = new("--history") { Description = "A folder that 'placement watch' keeps samples in. May be repeated.", HelpName = "FOLDER" };

    public Option<string?> Database { get; } = new("--database") { Description = "A database to select usage from: postgres://USER@HOST/NAME, postgres:CONNECTION or sqlite:FILE. A CONNECTION that begins with @ is in that file.", HelpName = "KIND:CONNECTION" };

    public Option<string?> Sql { get; } = new("--sql") { Description = "What to select there; its columns mean what they would in a CSV file.", HelpName = "SELECT" };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { Local, Docker, For, Every, History, Database, Sql })
        {
            command.Add(option);
        }
    }
}
