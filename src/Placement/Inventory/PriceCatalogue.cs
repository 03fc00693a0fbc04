namespace Placement.Inventory;

/// <summary>The node types that can be bought, with their prices.</summary>
public sealed record PriceCatalogue
{
    private const string Resource = "Placement.Inventory.public-on-demand-prices.csv";

    /// <summary>Gets the types, in the order of the file.</summary>
    public required IReadOnlyList<NodeType> Types { get; init; }

    /// <summary>Gets the provenance.</summary>
    public required InventorySource Source { get; init; }

    /// <summary>Finds a type by name.</summary>
    public NodeType? Find(string id) => Types.FirstOrDefault(t => t.Id == id);

    /// <summary>Keeps the types of one provider and region; an empty name keeps all.</summary>
    public PriceCatalogue Where(string provider = "", string region = "") => this with
    {
        Types = [.. Types.Where(t => (provider.Length == 0 || t.Provider.Equals(provider, StringComparison.OrdinalIgnoreCase)) && (region.Length == 0 || t.Region.Equals(region, StringComparison.OrdinalIgnoreCase)))],
    };

    /// <summary>Reads the catalogue that comes with the library: public on-demand list prices of common Linux machine types of three clouds, with region, date and source in each row.</summary>
    /// <remarks>List prices change and nobody with a contract pays them; use your own catalogue before a decision.</remarks>
    public static async Task<PriceCatalogue> PublicOnDemandAsync(CancellationToken cancellationToken = default)
    {
        var input = InventoryInput.FromStream("public-on-demand-prices.csv (built in)", () => typeof(PriceCatalogue).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The resource {Resource} is missing from the assembly."));
        return await ReadAsync(input, new Dictionary<string, string>(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads a catalogue from a file.</summary>
    /// <param name="input">The file.</param>
    /// <param name="columns">Column mapping, name here to <c>HEADER</c> or <c>HEADER:UNIT</c>; <see langword="null"/> when the headers speak for themselves.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <exception cref="InventoryException">The file is at fault; every fault is listed.</exception>
    public static async Task<PriceCatalogue> ReadAsync(InventoryInput input, IReadOnlyDictionary<string, string>? columns = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        var faults = new InventoryFaults();
        var bytes = await InventoryBytes.ReadAsync(input, faults, cancellationToken).ConfigureAwait(false);
        var catalogue = bytes is null ? null : CatalogueReader.Read(bytes, columns ?? new Dictionary<string, string>(), faults);
        faults.ThrowIfAny();
        return catalogue!;
    }
}
