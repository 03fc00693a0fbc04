using Placement.Scheduling;

namespace Placement.Testing;

/// <summary>A node of a <see cref="FakeFleet"/>.</summary>
public sealed class FakeNode
{
    internal FakeNode(NodeReport report) => Report = report;

    /// <summary>Gets what it reports.</summary>
    public NodeReport Report { get; internal set; }

    /// <summary>Gets whether the scheduler can reach it and hears of it.</summary>
    public bool Reachable { get; internal set; } = true;

    /// <summary>Gets its containers by name, foreign ones among them.</summary>
    public IReadOnlyDictionary<string, FakeContainer> Containers => Held;

    internal SortedDictionary<string, FakeContainer> Held { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, long> Fence { get; } = new(StringComparer.Ordinal);
}
