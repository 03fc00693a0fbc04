namespace Placement.Problems;

/// <summary>What a compiled problem permits beyond the model.</summary>
public sealed record CompileOptions
{
    /// <summary>Gets the cost of leaving one replica of priority 0 unplaced; multiplied by priority + 1.</summary>
    /// <value><see langword="null"/> (the default) forbids it. Otherwise at least 1; choose it above the price of a node.</value>
    public long? UnplacedCost { get; init; }

    /// <summary>Gets whether a node that is over capacity now may stay as full as it is.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool CapacityMayStayBroken { get; init; }

    /// <summary>Gets rules of the host, in C#, beside the model's own.</summary>
    /// <value>The default is none.</value>
    public IReadOnlyList<ICustomRule> CustomRules { get; init; } = [];

    /// <summary>Gets by how much a node may be over capacity now and still stay as full as it is, so that demand that drifts within a band moves nothing.</summary>
    /// <value>In per mille of the capacity, 0 to 1000. The default is 0. A node that is fuller than that must be relieved to its capacity.</value>
    public int CapacityBandPerMille
    {
        get;
        init => field = value is >= 0 and <= 1000 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "CapacityBandPerMille must be from 0 to 1000.");
    }
}
