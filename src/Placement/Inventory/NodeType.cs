using Placement.Model;

namespace Placement.Inventory;

/// <summary>A kind of machine that can be bought or rented: one row of a price catalogue.</summary>
public sealed record NodeType
{
    /// <summary>Gets the name, unique in a catalogue, such as <c>m6i.xlarge</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the seller, or empty.</summary>
    public string Provider { get; init; } = "";

    /// <summary>Gets the region that the price holds in, or empty.</summary>
    public string Region { get; init; } = "";

    /// <summary>Gets the CPU capacity in millicores; one vCPU counts as 1,000. Above 0.</summary>
    public required long Millicores { get; init; }

    /// <summary>Gets the memory capacity in bytes. Above 0.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Gets the price in micro-dollars an hour. At least 0.</summary>
    public required long PriceMicroDollarsPerHour { get; init; }

    /// <summary>Gets the day the price was taken, as written in the catalogue, or empty.</summary>
    public string AsOf { get; init; } = "";

    /// <summary>Gets where the price was published, or empty.</summary>
    public string Source { get; init; } = "";

    /// <summary>Makes a node of this type.</summary>
    /// <param name="id">The name of the node.</param>
    /// <param name="labels">Its labels, such as the zone; the type is added.</param>
    public Node ToNode(string id, IReadOnlyDictionary<string, string>? labels = null) => new()
    {
        Id = id,
        Type = Id,
        Capacity = [Millicores, MemoryBytes],
        PriceMicroDollarsPerHour = PriceMicroDollarsPerHour,
        Labels = new Dictionary<string, string>(labels ?? new Dictionary<string, string>(), StringComparer.Ordinal) { ["type"] = Id },
    };

    /// <inheritdoc />
    public override string ToString() => Id;
}
