using Placement.Benchmarks.Roadef;
using Placement.Problems;

namespace Placement.Tests.Search;

/// <summary>Finds the challenge's instances, or skips the test.</summary>
internal static class RoadefInstances
{
    public static PlacementProblem Read(string name)
    {
        var folder = Path.Combine(DataFolder(), "roadef2012");
        var model = Path.Combine(folder, $"model_{name}.txt.gz");
        Assert.SkipUnless(File.Exists(model), $"{model} is not there; get the instances as docs/benchmarks.md tells, or set PLACEMENT_DATA.");
        return RoadefFiles.Read(model, Path.Combine(folder, $"assignment_{name}.txt.gz"));
    }

    private static string DataFolder()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Placement.sln")))
        {
            directory = directory.Parent;
        }

        var beside = Path.Combine(directory?.Parent?.FullName ?? ".", "shared", "data");
        return Directory.Exists(beside) ? beside : Environment.GetEnvironmentVariable("PLACEMENT_DATA") ?? beside;
    }
}
