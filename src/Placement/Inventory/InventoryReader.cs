namespace Placement.Inventory;

/// <summary>Reads node, workload and price files into one inventory: all of it, or none with every fault listed.</summary>
public static class InventoryReader
{
    /// <summary>Reads an inventory.</summary>
    /// <param name="files">The files, plain or gzip.</param>
    /// <param name="options">How to read them; <see langword="null"/> means the defaults.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <exception cref="InventoryException">A file is at fault; every fault of every file is listed.</exception>
    public static async Task<ClusterInventory> ReadAsync(InventoryFiles files, InventoryOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        var chosen = Preset(options ?? new InventoryOptions());
        var faults = new InventoryFaults();
        var nodeBytes = await InventoryBytes.ReadAsync(files.Nodes, faults, cancellationToken).ConfigureAwait(false);
        var workloadBytes = files.Workloads is null ? null : await InventoryBytes.ReadAsync(files.Workloads, faults, cancellationToken).ConfigureAwait(false);
        var catalogueBytes = files.Catalogue is null ? null : await InventoryBytes.ReadAsync(files.Catalogue, faults, cancellationToken).ConfigureAwait(false);
        var catalogue = files.Catalogue is null
            ? await PriceCatalogue.PublicOnDemandAsync(cancellationToken).ConfigureAwait(false)
            : catalogueBytes is null ? null : CatalogueReader.Read(catalogueBytes, chosen.CatalogueColumns, faults);
        var nodes = nodeBytes is null ? null : NodeReader.Read(nodeBytes, chosen, catalogue, faults);
        var workloads = workloadBytes is null ? null : WorkloadReader.Read(workloadBytes, chosen.WorkloadColumns, nodes is { IsWhole: true } ? nodes : null, faults);
        faults.ThrowIfAny();
        var priced = chosen.EqualPrices == true ? WithAveragePrice(nodes!.Nodes) : nodes!.Nodes;
        return new()
        {
            Nodes = priced,
            PriceNote = PriceNote(nodes, chosen, priced),
            Workloads = workloads?.Workloads ?? [],
            Rules = workloads?.Rules ?? [],
            Catalogue = catalogue!,
            AssumedPrice = nodes.Assumed > 0 ? chosen.AssumedPrice : null,
            NodesWithAssumedPrice = nodes.Assumed,
            Sources = [nodes.Source, .. workloads is null ? [] : new[] { workloads.Source }, .. files.Catalogue is null ? [] : new[] { catalogue!.Source }],
        };
    }

    private static List<Model.Node> WithAveragePrice(IReadOnlyList<Model.Node> nodes)
    {
        var average = (long)decimal.Round(nodes.Sum(n => (decimal)n.PriceMicroDollarsPerHour) / nodes.Count, MidpointRounding.AwayFromZero);
        return [.. nodes.Select(n => n with { PriceMicroDollarsPerHour = average })];
    }

    private static string PriceNote(NodeReader nodes, InventoryOptions options, IReadOnlyList<Model.Node> priced)
    {
        var assumed = nodes.Assumed == 0 ? "" : $"{(nodes.Assumed == nodes.Nodes.Count ? "" : $"{nodes.Assumed} of {nodes.Nodes.Count} nodes: ")}{options.AssumedPrice!.Describe()}";
        return options.EqualPrices != true ? assumed : string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{(assumed.Length > 0 ? assumed : "prices of the node inventory")}; every node at the fleet's average of {priced[0].PriceMicroDollarsPerHour / 1e6:0.####} dollars an hour, so that the fewest nodes are the cheapest");
    }

    private static InventoryOptions Preset(InventoryOptions options) => options.Preset switch
    {
        InventoryPreset.Openb => options with
        {
            NodeColumns = WithDefaults(options.NodeColumns, ("id", "sn"), ("cpu", "cpu_milli:m"), ("memory", "memory_mib:MiB")),
            WorkloadColumns = WithDefaults(options.WorkloadColumns, ("id", "name"), ("cpu", "cpu_milli:m"), ("memory", "memory_mib:MiB")),
            AssumedPrice = options.AssumedPrice ?? ResourcePrice.PublicCloud,
            EqualPrices = options.EqualPrices ?? true,
        },
        _ => options,
    };

    private static Dictionary<string, string> WithDefaults(IReadOnlyDictionary<string, string> stated, params ReadOnlySpan<(string Name, string Target)> defaults)
    {
        var columns = new Dictionary<string, string>(stated, StringComparer.Ordinal);
        foreach (var (name, target) in defaults)
        {
            columns.TryAdd(name, target);
        }

        return columns;
    }
}
