namespace Placement.Tests.Inventory;

/// <summary>Finds public traces beside the repository, or skips the test.</summary>
internal static class SharedData
{
    public static string Folder(string name)
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Placement.sln")))
        {
            directory = directory.Parent;
        }

        var beside = Path.Combine(directory?.Parent?.FullName ?? ".", "shared", "data");
        var data = Directory.Exists(beside) ? beside : Environment.GetEnvironmentVariable("PLACEMENT_DATA") ?? beside;
        var folder = Path.Combine(data, name);
        Assert.SkipUnless(Directory.Exists(folder), $"{folder} is not there; put the trace there, or set PLACEMENT_DATA.");
        return folder;
    }
}
