namespace Placement.Inventory;

/// <summary>The files of one inventory.</summary>
public sealed record InventoryFiles
{
    /// <summary>Gets the node list.</summary>
    public required InventoryInput Nodes { get; init; }

    /// <summary>Gets the workload list, or <see langword="null"/> when there is none.</summary>
    public InventoryInput? Workloads { get; init; }

    /// <summary>Gets the price catalogue, or <see langword="null"/> for the one that comes with the library.</summary>
    public InventoryInput? Catalogue { get; init; }
}
