using System.Text.RegularExpressions;

namespace Placement.Architecture.Tests;

public sealed partial class SourceRuleTests
{
    [Fact]
    public void No_type_is_called_manager_helper_util_or_processor()
    {
        var wrong =
            from file in Repository.Sources("src")
            from Match match in VagueType().Matches(File.ReadAllText(file))
            select $"{Path.GetRelativePath(Repository.Root, file)}: {match.Groups[1].Value}";

        Assert.Empty(wrong);
    }

    [Fact]
    public void No_decision_draws_from_a_shared_or_unseeded_source_of_chance_or_time()
    {
        var wrong =
            from file in Repository.Sources("src")
            from Match match in Unseeded().Matches(File.ReadAllText(file))
            select $"{Path.GetRelativePath(Repository.Root, file)}: {match.Value}";

        Assert.Empty(wrong);
    }

    [GeneratedRegex(@"\b(?:class|struct|record|interface|enum)\s+(\w*(?:Manager|Helper|Util|Utils|Processor))\b")]
    private static partial Regex VagueType();

    [GeneratedRegex(@"Random\.Shared|new Random\(\)|DateTime\.(?:Utc)?Now|DateTimeOffset\.(?:Utc)?Now")]
    private static partial Regex Unseeded();
}
