namespace Placement.Benchmarks.Online;

/// <summary>A database file that is gone, with all that lies beside it, when the benchmark is done with it.</summary>
internal sealed class StoreFile(string folder) : IDisposable
{
    private static int _made;

    public string Path { get; } = System.IO.Path.Combine(folder, $"online-{Environment.ProcessId}-{Interlocked.Increment(ref _made)}.db");

    public void Dispose()
    {
        foreach (var left in Directory.EnumerateFiles(folder, System.IO.Path.GetFileName(Path) + "*"))
        {
            File.Delete(left);
        }
    }
}
