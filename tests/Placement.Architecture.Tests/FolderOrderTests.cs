using System.Text.RegularExpressions;

namespace Placement.Architecture.Tests;

/// <summary>Data flows one way through src/Placement: a folder may use only itself and the folders listed before it.</summary>
public sealed partial class FolderOrderTests
{
    private static readonly string[] Order =
    [
        "Model", "Sizing", "Inventory", "Problems", "Solving", "Bounds", "Construction", "Search", "ConstraintModels", "ColumnGeneration", "Portfolio", "Explanations", "Plans", "Backtesting", "Studies", "Reporting",
    ];

    [Fact]
    public void No_folder_uses_a_later_one()
    {
        var root = Path.Combine(Repository.Root, "src", "Placement");
        var wrong =
            from file in Repository.Sources("src/Placement")
            let user = Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar)[0]
            from Match match in NamespaceUse().Matches(File.ReadAllText(file))
            let used = match.Groups[1].Value
            where Array.IndexOf(Order, used) > Array.IndexOf(Order, user)
            select $"{Path.GetRelativePath(root, file)} uses {used}";

        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_folder_has_its_place_in_the_order()
    {
        var folders = Directory.EnumerateDirectories(Path.Combine(Repository.Root, "src", "Placement")).Select(f => Path.GetFileName(f)!).Where(f => f is not "obj" and not "bin");

        Assert.Empty(folders.Except(Order));
    }

    [GeneratedRegex(@"^using Placement\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex NamespaceUse();
}
