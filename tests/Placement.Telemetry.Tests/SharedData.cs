namespace Placement.Telemetry.Tests;

/// <summary>Finds the public traces that are not part of the repository, or skips the test.</summary>
internal static class SharedData
{
    public static string Find(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Placement.sln")))
            {
                var beside = Path.Combine(folder.Parent?.FullName ?? folder.FullName, "shared", "data", path);
                if (File.Exists(beside))
                {
                    return beside;
                }
            }
        }

        var stated = Environment.GetEnvironmentVariable("PLACEMENT_DATA") is { Length: > 0 } root ? Path.Combine(root, path) : "";
        if (!File.Exists(stated))
        {
            Assert.Skip($"The trace {path} is not here; set PLACEMENT_DATA to the folder of the traces.");
        }

        return stated;
    }
}
