namespace Placement.Inventory.Generation;

/// <summary>One service of the generated fleet.</summary>
internal sealed record ServicePlan
{
    public required string Id { get; init; }

    public required ServiceShape Shape { get; init; }

    /// <summary>Gets the index of the node of each replica.</summary>
    public required int[] Nodes { get; init; }

    /// <summary>Gets the CPU at the busiest hour, in millicores a replica.</summary>
    public required int PeakMillicores { get; init; }

    /// <summary>Gets the CPU of the quietest hour, in millicores a replica.</summary>
    public required int QuietMillicores { get; init; }

    /// <summary>Gets the memory that a replica settles at, in MiB.</summary>
    public required int Mebibytes { get; init; }

    public required int RequestedMillicores { get; init; }

    public required int RequestedMebibytes { get; init; }

    /// <summary>Gets the share of the window, from its start, in which the service did not exist yet.</summary>
    public double BornAfter { get; init; }

    public int Priority { get; init; }

    public string Selector { get; init; } = "";

    public string Tolerations { get; init; } = "";

    public string Pin { get; init; } = "";

    public string ApartFrom { get; init; } = "";
}
