using Placement.Model;

namespace Placement.Scheduling.Deciding;

/// <summary>Nodes that every rule on labels and taints treats alike; rules are judged once a class instead of once a node.</summary>
internal sealed class NodeClass(IReadOnlyList<Taint> taints)
{
    public IReadOnlyList<Taint> Taints { get; } = taints;

    /// <summary>The values of the narrow columns, by <see cref="LabelColumn.Position"/>.</summary>
    public required int[] Values { get; init; }

    /// <summary>Nodes that run something.</summary>
    public FitGrid Used { get; } = new();

    /// <summary>Nodes that run nothing; taken only when no used node has room.</summary>
    public FitGrid Empty { get; } = new();

    /// <summary>All open nodes of the class, those without room included.</summary>
    public int OpenNodes { get; set; }
}
