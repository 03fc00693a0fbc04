using System.Text.RegularExpressions;

namespace Placement.Architecture.Tests;

/// <summary>A block under <c>&lt;!-- snippet: PATH --&gt;</c> in a document is the file at that path, so documents cannot rot.</summary>
public sealed partial class SnippetTests
{
    [Fact]
    public void Marked_blocks_equal_their_files()
    {
        var documents = Directory.EnumerateFiles(Repository.Root, "*.md")
            .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "README.md", SearchOption.AllDirectories));
        var wrong =
            from document in documents
            from Match match in Snippet().Matches(File.ReadAllText(document))
            let path = Path.Combine(Repository.Root, match.Groups["path"].Value)
            where !File.Exists(path) || File.ReadAllText(path).Trim() != match.Groups["code"].Value.Trim()
            select $"{Path.GetRelativePath(Repository.Root, document)}: the block differs from {match.Groups["path"].Value}";

        Assert.Empty(wrong);
    }

    [Fact]
    public void The_readme_shows_the_quick_starts()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));

        Assert.NotEmpty(Snippet().Matches(readme));
    }

    [GeneratedRegex(@"<!-- snippet: (?<path>\S+) -->\s*```\w*\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Snippet();
}
