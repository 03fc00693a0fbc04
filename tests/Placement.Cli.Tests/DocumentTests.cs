using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Placement.Cli.Tests;

/// <summary>docs/cli.md says what the tool does: its examples parse, its commands and exit codes are those of the code.</summary>
public sealed partial class DocumentTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "cli.md"));

    private static System.CommandLine.RootCommand Root() => CommandLine.Root(new CliHost { Out = TextWriter.Null, Error = TextWriter.Null, Interrupts = Interrupts.Manual() });

    [Fact]
    public void Every_example_parses()
    {
        var examples = Example().Matches(Text).Select(m => m.Groups[1].Value).ToList();

        Assert.True(examples.Count > 15, $"only {examples.Count} examples were found");
        Assert.All(examples, example => Assert.Empty(Root().Parse(example).Errors.Select(e => $"{example}: {e.Message}")));
    }

    [Fact]
    public void Every_command_has_a_row_and_an_example()
    {
        foreach (var command in Root().Subcommands)
        {
            Assert.Contains($"| `{command.Name}` |", Text, StringComparison.Ordinal);
            Assert.Contains($"\nplacement {command.Name} ", Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_exit_codes_are_those_of_the_code()
    {
        var codes = typeof(ExitCode).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (int)f.GetRawConstantValue()!).Order();

        Assert.Equal(codes, Code().Matches(Text).Select(m => int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture)));
    }

    [GeneratedRegex(@"^placement (.+)$", RegexOptions.Multiline)]
    private static partial Regex Example();

    [GeneratedRegex(@"^\| (\d+) \|", RegexOptions.Multiline)]
    private static partial Regex Code();
}
