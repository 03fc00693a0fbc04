namespace Placement.Telemetry.Samples;

/// <summary>Gives each series a small dense number, so that a sample carries an int and not a name.</summary>
/// <remarks>Safe to call from several threads. Numbers depend on who came first; nothing may be decided by their order.</remarks>
public sealed class SeriesTable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<SeriesKey, int> _indexes = [];
    private readonly List<SeriesKey> _keys = [];

    /// <summary>Gets how many series are known.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _keys.Count;
            }
        }
    }

    /// <summary>Gets the key of a series.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no series of that number.</exception>
    public SeriesKey this[int series]
    {
        get
        {
            lock (_gate)
            {
                return _keys[series];
            }
        }
    }

    /// <summary>Gets the number of a series, giving it one when it is new.</summary>
    public int GetOrAdd(SeriesKey key)
    {
        lock (_gate)
        {
            if (!_indexes.TryGetValue(key, out var index))
            {
                index = _keys.Count;
                _keys.Add(key);
                _indexes.Add(key, index);
            }

            return index;
        }
    }
}
