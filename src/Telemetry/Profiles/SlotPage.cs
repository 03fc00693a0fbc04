using System.Numerics;
using System.Runtime.InteropServices;

namespace Placement.Telemetry.Profiles;

/// <summary>256 neighbouring slots of one series: the highest sample of each and, once a slot holds several samples, their mean and number.</summary>
internal sealed class SlotPage
{
    public const int Shift = 8;
    public const int Size = 1 << Shift;
    public const int Mask = Size - 1;
    public const int Bytes = Size * sizeof(float);
    public const int CrowdedBytes = Size * (sizeof(float) + sizeof(ushort));

    public SlotPage() => Array.Fill(Peaks, float.NaN);

    public float[] Peaks { get; } = new float[Size];

    public float[]? Means { get; private set; }

    public ushort[]? Counts { get; private set; }

    /// <summary>Whether every slot has a sample: only NaN differs from itself.</summary>
    public bool IsWhole
    {
        get
        {
            foreach (var peaks in MemoryMarshal.Cast<float, Vector<float>>(Peaks))
            {
                if (!Vector.EqualsAll(peaks, peaks))
                {
                    return false;
                }
            }

            return true;
        }
    }

    public bool IsEmpty(int slot) => float.IsNaN(Peaks[slot]);

    public int CountOf(int slot) => IsEmpty(slot) ? 0 : Counts?[slot] ?? 1;

    public float MeanOf(int slot) => Means?[slot] ?? Peaks[slot];

    /// <summary>The first and last slot with a sample, and how many have one.</summary>
    public (int First, int Last, int Count) Extent()
    {
        if (IsWhole)
        {
            return (0, Mask, Size);
        }

        var (first, last, count) = (-1, -1, 0);
        for (var slot = 0; slot < Size; slot++)
        {
            if (!float.IsNaN(Peaks[slot]))
            {
                first = first < 0 ? slot : first;
                last = slot;
                count++;
            }
        }

        return (first, last, count);
    }

    /// <summary>Adds <paramref name="count"/> samples with that peak and mean to a slot that may hold some already.</summary>
    public void Add(int slot, float peak, float mean, int count)
    {
        if (IsEmpty(slot) && count == 1 && Counts is null)
        {
            Peaks[slot] = peak;
            return;
        }

        Crowd();
        var had = IsEmpty(slot) ? 0 : (int)Counts![slot];
        var total = Math.Min(had + count, ushort.MaxValue);
        Means![slot] = had == 0 ? mean : Means[slot] + ((mean - Means[slot]) * count / total);
        Counts![slot] = (ushort)total;
        if (had == 0 || peak > Peaks[slot])
        {
            Peaks[slot] = peak;
        }
    }

    /// <summary>Replaces the only sample of a slot, or raises the peak of several: a duplicate never lowers.</summary>
    public void Raise(int slot, float peak)
    {
        if (peak > Peaks[slot])
        {
            if (Counts is { } counts && counts[slot] > 1)
            {
                Means![slot] += (peak - Peaks[slot]) / counts[slot];
            }
            else if (Means is { } means)
            {
                means[slot] = peak;
            }

            Peaks[slot] = peak;
        }
    }

    /// <summary>Empties the slots before one.</summary>
    public void Forget(int before) => Peaks.AsSpan(0, before).Fill(float.NaN);

    public SlotPage Copy()
    {
        var copy = new SlotPage { Means = (float[]?)Means?.Clone(), Counts = (ushort[]?)Counts?.Clone() };
        Peaks.CopyTo(copy.Peaks, 0);
        return copy;
    }

    private void Crowd()
    {
        if (Counts is null)
        {
            Means = (float[])Peaks.Clone();
            Counts = new ushort[Size];
            Array.Fill(Counts, (ushort)1);
        }
    }
}
