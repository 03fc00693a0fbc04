using Placement.Benchmarks.PlanetLab;

namespace Placement.Benchmarks.Tests.PlanetLab;

/// <summary>Days to test with: real ones where they are to be had, and a made one.</summary>
internal static class TraceDays
{
    public static TraceDay Real(string name)
    {
        var path = Path.Combine("planetlab", $"{name}.csv.gz");
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Placement.sln")))
        {
            folder = folder.Parent;
        }

        string?[] roots = [folder?.Parent is { } above ? Path.Combine(above.FullName, "shared", "data") : null, Environment.GetEnvironmentVariable("PLACEMENT_DATA")];
        var found = roots.OfType<string>().Select(root => Path.Combine(root, path)).FirstOrDefault(File.Exists);
        if (found is null)
        {
            Assert.Skip($"The trace {path} is not here; set PLACEMENT_DATA to the folder of the traces.");
        }

        return TraceDay.Load(found);
    }

    /// <summary>A day of VMs that wander about a level of their own and sometimes jump.</summary>
    public static TraceDay Made(int vms, int seed)
    {
        var random = new Random(seed);
        var lines = new List<string> { "vm," + string.Join(',', Enumerable.Range(0, TraceDay.SamplesADay)) };
        for (var i = 0; i < vms; i++)
        {
            var level = random.Next(1, 30);
            var share = (double)level;
            var cells = new int[TraceDay.SamplesADay];
            for (var t = 0; t < cells.Length; t++)
            {
                share += (0.2 * (level - share)) + (4 * (random.NextDouble() - 0.5)) + (random.Next(200) == 0 ? 50 : 0);
                cells[t] = (int)Math.Clamp(share, 1, 100);
            }

            lines.Add($"vm{i:D4}," + string.Join(',', cells));
        }

        var file = Path.Combine(Path.GetTempPath(), $"made-{vms}-{seed}-{Guid.NewGuid():N}.csv");
        File.WriteAllLines(file, lines);
        try
        {
            return TraceDay.Load(file);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
