using System.Runtime.CompilerServices;

namespace Placement.Search;

/// <summary>
/// How many replicas of a workload lie in each domain of a level, for the (workload, level) pairs, called rows, that a rule looks at.
/// Dense while that is small, otherwise a hash table with linear probing: a node-level row of every workload is far too large at a million replicas.
/// </summary>
internal sealed class DomainCounts
{
    private const long DenseLimit = 1L << 25;

    private readonly int[] _rowStart;
    private readonly int[]? _dense;
    private ulong[] _keys = [];
    private int[] _values = [];
    private int _used;
    private int _mask;

    public DomainCounts(ReadOnlySpan<int> rowLengths)
    {
        _rowStart = new int[rowLengths.Length];
        var total = 0L;
        for (var row = 0; row < rowLengths.Length; row++)
        {
            _rowStart[row] = (int)Math.Min(total, int.MaxValue);
            total += rowLengths[row];
        }

        if (total <= DenseLimit)
        {
            _dense = new int[total];
        }
        else
        {
            Resize(1 << 16);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Get(int row, int domain) => _dense is { } dense ? dense[_rowStart[row] + domain] : _values[Find(Key(row, domain))];

    /// <summary>Adds to a count and returns the new value.</summary>
    public int Add(int row, int domain, int amount)
    {
        if (_dense is { } dense)
        {
            return dense[_rowStart[row] + domain] += amount;
        }

        var key = Key(row, domain);
        var i = Find(key);
        if (_values[i] == 0)
        {
            if (2 * ++_used > _keys.Length)
            {
                Resize(_keys.Length * 2);
                i = Find(key);
            }

            _keys[i] = key;
        }

        var value = _values[i] += amount;
        if (value == 0)
        {
            _used--;
            CloseGap(i);
        }

        return value;
    }

    // Key 0 means a free slot; its value is always 0.
    private static ulong Key(int row, int domain) => ((ulong)(uint)row << 32 | (uint)domain) + 1;

    private int Slot(ulong key) => (int)((key * 0x9E3779B97F4A7C15) >> 32) & _mask;

    private int Find(ulong key)
    {
        var i = Slot(key);
        while (_keys[i] != 0 && _keys[i] != key)
        {
            i = (i + 1) & _mask;
        }

        return i;
    }

    /// <summary>Moves later entries of the probe chain back, so that no tombstones are needed.</summary>
    private void CloseGap(int gap)
    {
        for (var i = (gap + 1) & _mask; _keys[i] != 0; i = (i + 1) & _mask)
        {
            if (((i - Slot(_keys[i])) & _mask) >= ((i - gap) & _mask))
            {
                _keys[gap] = _keys[i];
                _values[gap] = _values[i];
                gap = i;
            }
        }

        _keys[gap] = 0;
        _values[gap] = 0;
    }

    private void Resize(int size)
    {
        var (keys, values) = (_keys, _values);
        _keys = new ulong[size];
        _values = new int[size];
        _mask = size - 1;
        for (var i = 0; i < keys.Length; i++)
        {
            if (keys[i] != 0 && values[i] != 0)
            {
                var slot = Find(keys[i]);
                _keys[slot] = keys[i];
                _values[slot] = values[i];
            }
        }
    }
}
