namespace Placement.Backtesting;

/// <summary>What each replica used in each time slot of a window: what a replay adds up by node. Immutable.</summary>
/// <remarks>
/// Gaps are filled with the higher of the two neighbouring samples, so that a missing sample never lowers a usage. Replicas are numbered
/// as by <see cref="Problems.ProblemCompiler"/>. A replica without any sample has an empty row; a replay charges its demand instead.
/// </remarks>
public sealed class UsageHistory
{
    private readonly float[][] _rows;

    /// <summary>Makes a history.</summary>
    /// <param name="start">The start of the first slot.</param>
    /// <param name="slotWidth">The width of a slot. Above zero.</param>
    /// <param name="slotCount">The number of slots. At least 1.</param>
    /// <param name="resourceCount">The number of resources. At least 1.</param>
    /// <param name="rows">Entry <c>replica * resourceCount + resource</c>: the usage of each slot in the resource's unit, NaN where it is missing; an empty row when there is no sample at all.</param>
    /// <exception cref="ArgumentException">A row has neither 0 nor <paramref name="slotCount"/> entries, or a negative or infinite one.</exception>
    public UsageHistory(DateTimeOffset start, TimeSpan slotWidth, int slotCount, int resourceCount, IReadOnlyList<ReadOnlyMemory<float>> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(slotWidth, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(slotCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(resourceCount, 1);
        if (rows.Count % resourceCount != 0)
        {
            throw new ArgumentException($"There are {rows.Count} rows for {resourceCount} resources; give one row a replica and resource.", nameof(rows));
        }

        (Start, SlotWidth, SlotCount, ResourceCount) = (start, slotWidth, slotCount, resourceCount);
        _rows = new float[rows.Count][];
        for (var i = 0; i < _rows.Length; i++)
        {
            _rows[i] = Filled(rows[i].Span, i);
        }
    }

    private UsageHistory(UsageHistory whole, int first, int count)
    {
        (Start, SlotWidth, SlotCount, ResourceCount) = (whole.Start + (whole.SlotWidth * first), whole.SlotWidth, count, whole.ResourceCount);
        (MissingSamples, ExpectedSamples) = (whole.MissingSamples, whole.ExpectedSamples);
        _rows = [.. whole._rows.Select(row => row.Length == 0 ? row : row.AsSpan(first, count).ToArray())];
    }

    /// <summary>Gets the start of the first slot.</summary>
    public DateTimeOffset Start { get; }

    /// <summary>Gets the width of a slot.</summary>
    public TimeSpan SlotWidth { get; }

    /// <summary>Gets the number of slots.</summary>
    public int SlotCount { get; }

    /// <summary>Gets the number of resources.</summary>
    public int ResourceCount { get; }

    /// <summary>Gets the number of replicas.</summary>
    public int ReplicaCount => _rows.Length / ResourceCount;

    /// <summary>Gets the end of the last slot.</summary>
    public DateTimeOffset End => Start + (SlotWidth * SlotCount);

    /// <summary>Gets how many samples were missing, in the window that the history was made for.</summary>
    public long MissingSamples { get; private set; }

    /// <summary>Gets how many samples there should have been, in the window that the history was made for.</summary>
    public long ExpectedSamples { get; private set; }

    /// <summary>Gets the usage of a replica, slot by slot; empty when it has no sample.</summary>
    public ReadOnlySpan<float> Row(int replica, int resource) => _rows[(replica * ResourceCount) + resource];

    /// <summary>Gets the start of a slot.</summary>
    public DateTimeOffset StartOf(int slot) => Start + (SlotWidth * slot);

    /// <summary>Gets part of the time.</summary>
    /// <param name="first">The first slot, from 0.</param>
    /// <param name="count">The number of slots. At least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The slots are not all in the window.</exception>
    public UsageHistory Slice(int first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, SlotCount - first);
        return new UsageHistory(this, first, count);
    }

    /// <summary>Gets the mean usage of a replica, rounded up to a whole unit, or <see langword="null"/> when it has no sample.</summary>
    public long? Mean(int replica, int resource)
    {
        var row = Row(replica, resource);
        if (row.Length == 0)
        {
            return null;
        }

        var sum = 0.0;
        foreach (var value in row)
        {
            sum += value;
        }

        return checked((long)Math.Ceiling(sum / row.Length));
    }

    private float[] Filled(ReadOnlySpan<float> row, int index)
    {
        ExpectedSamples += SlotCount;
        if (row.Length == 0)
        {
            MissingSamples += SlotCount;
            return [];
        }

        if (row.Length != SlotCount)
        {
            throw new ArgumentException($"Row {index} has {row.Length} entries; the window has {SlotCount} slots.");
        }

        var filled = row.ToArray();
        var last = float.NaN;
        for (var slot = 0; slot < filled.Length;)
        {
            if (!float.IsNaN(filled[slot]))
            {
                last = filled[slot] >= 0 && float.IsFinite(filled[slot])
                    ? filled[slot]
                    : throw new ArgumentException($"Row {index} has {filled[slot]} in slot {slot}; usage is finite and at least 0.");
                slot++;
                continue;
            }

            var end = slot;
            while (end < filled.Length && float.IsNaN(filled[end]))
            {
                end++;
            }

            MissingSamples += end - slot;
            if (end == filled.Length && float.IsNaN(last))
            {
                return [];
            }

            var next = end < filled.Length ? filled[end] : last;
            filled.AsSpan(slot, end - slot).Fill(float.IsNaN(last) ? next : Math.Max(last, next));
            slot = end;
        }

        return filled;
    }
}
