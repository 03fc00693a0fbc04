using System.Runtime.InteropServices;

namespace Placement.Telemetry.Profiles;

/// <summary>Sorts non-negative floats by their bits, which have the order of their values: three passes of 11 bits, no comparison.</summary>
internal static class RadixSort
{
    private const int Digit = 11;
    private const int Buckets = 1 << Digit;

    /// <summary>Sorts ascending. Every value must be at least +0 and no NaN.</summary>
    public static void Sort(Span<float> values, Span<float> scratch)
    {
        if (values.Length < 512)
        {
            values.Sort();
            return;
        }

        Span<int> counts = stackalloc int[3 * Buckets];
        counts.Clear();
        var from = MemoryMarshal.Cast<float, uint>(values);
        var to = MemoryMarshal.Cast<float, uint>(scratch[..values.Length]);
        foreach (var bits in from)
        {
            counts[(int)(bits & (Buckets - 1))]++;
            counts[Buckets + (int)((bits >> Digit) & (Buckets - 1))]++;
            counts[(2 * Buckets) + (int)(bits >> (2 * Digit))]++;
        }

        for (var pass = 0; pass < 3; pass++)
        {
            var starts = counts.Slice(pass * Buckets, Buckets);
            var start = 0;
            for (var bucket = 0; bucket < Buckets; bucket++)
            {
                (starts[bucket], start) = (start, start + starts[bucket]);
            }

            foreach (var bits in from)
            {
                to[starts[(int)((bits >> (pass * Digit)) & (Buckets - 1))]++] = bits;
            }

            var swap = from;
            from = to;
            to = swap;
        }

        // Three passes end in the scratch.
        from.CopyTo(to);
    }
}
