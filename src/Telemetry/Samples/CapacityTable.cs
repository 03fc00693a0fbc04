namespace Placement.Telemetry.Samples;

/// <summary>Capacities by node or replica and resource, in canonical units: what 100 % means, and what usage cannot exceed.</summary>
/// <remarks>Fill it before reading starts; after that it may be read from several threads.</remarks>
public sealed class CapacityTable
{
    private readonly Dictionary<SeriesKey, long> _capacities = [];
    private readonly Dictionary<(SubjectKind, Resource), long> _defaults = [];

    /// <summary>Sets the capacity of one node (or the limit of one replica).</summary>
    /// <param name="key">Whose capacity.</param>
    /// <param name="capacity">Millicores, bytes or units of the resource; above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is not above 0.</exception>
    public void Set(SeriesKey key, long capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _capacities[key] = capacity;
    }

    /// <summary>Sets the capacity of every subject of a kind that has none of its own.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is not above 0.</exception>
    public void SetDefault(SubjectKind kind, Resource resource, long capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _defaults[(kind, resource)] = capacity;
    }

    /// <summary>Gets a capacity, in canonical units.</summary>
    /// <returns>Whether one is known.</returns>
    public bool TryGet(SeriesKey key, out long capacity) =>
        _capacities.TryGetValue(key, out capacity) || _defaults.TryGetValue((key.Kind, key.Resource), out capacity);
}
