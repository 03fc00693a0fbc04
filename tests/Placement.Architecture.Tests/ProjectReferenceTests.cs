using System.Xml.Linq;

namespace Placement.Architecture.Tests;

public sealed class ProjectReferenceTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Telemetry"] = [],
        ["Placement"] = ["Telemetry"],
        ["Scheduling"] = ["Placement"],
        ["Docker"] = ["Scheduling"],
        ["Postgres"] = ["Scheduling"],
        ["Testing"] = ["Scheduling"],
        ["Parquet"] = ["Telemetry"],
        ["Cli"] = ["Docker", "Parquet"],
    };

    [Fact]
    public void Projects_reference_only_what_the_architecture_draws()
    {
        var wrong =
            from project in Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            let user = Path.GetFileName(Path.GetDirectoryName(project)!)
            from reference in XDocument.Load(project).Descendants("ProjectReference")
            let used = ((string)reference.Attribute("Include")!).Replace('\\', '/').Split('/')[^2]
            where !Allowed.TryGetValue(user, out var allowed) || !allowed.Contains(used)
            select $"src/{user} references src/{used}";

        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "Placement.sln")).Replace('\\', '/');
        var missing =
            from folder in new[] { "src", "tests", "samples", "benchmarks" }
            from project in Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.csproj", SearchOption.AllDirectories)
            let path = Path.GetRelativePath(Repository.Root, project).Replace('\\', '/')
            where !solution.Contains(path, StringComparison.Ordinal)
            select path;

        Assert.Empty(missing);
    }
}
