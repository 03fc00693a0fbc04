namespace Placement.Inventory;

/// <summary>How inventory files are read.</summary>
public sealed record InventoryOptions
{
    /// <summary>Gets the layout. The default is <see cref="InventoryPreset.Standard"/>.</summary>
    public InventoryPreset Preset { get; init; }

    /// <summary>Gets which header of the node file means what: name here to <c>HEADER</c> or <c>HEADER:UNIT</c>, such as <c>memory</c> to <c>RAM:GiB</c>. Headers not mapped speak for themselves.</summary>
    public IReadOnlyDictionary<string, string> NodeColumns { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets the same for the workload file.</summary>
    public IReadOnlyDictionary<string, string> WorkloadColumns { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets the same for the price catalogue.</summary>
    public IReadOnlyDictionary<string, string> CatalogueColumns { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets the price of nodes that have none in the file nor, by their type, in the catalogue.</summary>
    /// <value><see langword="null"/> (the default) makes such a node a fault, except under a preset that states a price of its own.</value>
    public ResourcePrice? AssumedPrice { get; init; }

    /// <summary>Gets whether every node is given the average price of the fleet, so that the cheapest plan is the one with the fewest nodes.</summary>
    /// <value><see langword="null"/> (the default) means: no, except under <see cref="InventoryPreset.Openb"/>, whose published question is the number of nodes.</value>
    public bool? EqualPrices { get; init; }
}
