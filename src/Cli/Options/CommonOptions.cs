using System.CommandLine;

namespace Placement.Cli.Options;

/// <summary>Options that every command has.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json() => new("--json") { Description = "Print one JSON document on standard output instead of text." };
}
