namespace Placement.Cli.Tests;

/// <summary>Compares text with a committed file; UPDATE_GOLDEN=1 rewrites the file instead.</summary>
internal static class Golden
{
    public static void Check(string name, string actual)
    {
        var path = Path.Combine(Repository.Root, "tests", "Placement.Cli.Tests", "Golden", name);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
        }

        Assert.True(File.Exists(path), $"{path} is not there; run the test once with UPDATE_GOLDEN=1 and look at what it writes.");
        Assert.Equal(File.ReadAllText(path), actual);
    }
}
