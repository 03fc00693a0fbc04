using System.CommandLine;

namespace Placement.Cli;

/// <summary>A command with examples for its help.</summary>
internal sealed class CliCommand(string name, string description, params string[] examples) : Command(name, description)
{
    public IReadOnlyList<string> Examples { get; } = examples;
}
