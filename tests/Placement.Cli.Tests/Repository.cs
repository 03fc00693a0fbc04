namespace Placement.Cli.Tests;

/// <summary>Finds the repository, and public traces beside it.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>Gets a file of a public trace, or skips the test.</summary>
    public static string Data(params string[] parts)
    {
        var beside = Path.Combine(Path.GetDirectoryName(Root)!, "shared", "data");
        var data = Directory.Exists(beside) ? beside : Environment.GetEnvironmentVariable("PLACEMENT_DATA") ?? beside;
        var path = Path.Combine([data, .. parts]);
        Assert.SkipUnless(File.Exists(path), $"{path} is not there; put the trace there, or set PLACEMENT_DATA.");
        return path;
    }

    private static string Find()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "Placement.sln")))
        {
            directory = directory.Parent ?? throw new InvalidOperationException("Placement.sln is in no folder above the tests.");
        }

        return directory.FullName;
    }
}
