using Placement.Plans;

namespace ExecutePlan;

/// <summary>A world of files: a copy of replica r runs on node n while the file r@n is there.</summary>
internal sealed class FolderWorld(string folder, bool asks) : IPlanWorld
{
    public Task<IReadOnlyList<string>> FindCopiesAsync(string replica, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([.. Directory.EnumerateFiles(folder, Uri.EscapeDataString(replica) + "@*").Select(f => Path.GetFileName(f).Split('@')[1]).Order(StringComparer.Ordinal)]);

    public Task<WorldNode?> FindNodeAsync(string node, CancellationToken cancellationToken) => Task.FromResult<WorldNode?>(new WorldNode { AcceptsReplicas = true });

    public Task<WorldOutcome> StartAsync(string replica, string node, CancellationToken cancellationToken)
    {
        Ask($"start {replica} on {node}");
        File.WriteAllText(PathOf(replica, node), "");
        return Task.FromResult(WorldOutcome.Done);
    }

    public Task<WorldOutcome> StopAsync(string replica, string node, CancellationToken cancellationToken)
    {
        Ask($"stop {replica} on {node}");
        File.Delete(PathOf(replica, node));
        return Task.FromResult(WorldOutcome.Done);
    }

    private string PathOf(string replica, string node) => Path.Combine(folder, $"{Uri.EscapeDataString(replica)}@{node}");

    private void Ask(string what)
    {
        Console.WriteLine(what);
        if (asks)
        {
            Console.ReadLine();
        }
    }
}
