using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Placement.Search;

/// <summary>The arithmetic of the hot loops on rows of 64-bit amounts, four at a time. Row lengths are multiples of <see cref="Width"/>.</summary>
/// <remarks>
/// No bounds checks: rows start where <see cref="SearchModel"/> laid them out. No overflow: a valid problem keeps sums of demand and capacity within an eighth of 64 bits.
/// Rows are looked at whole: a branch that is foretold wrongly costs more than the rest of a row.
/// </remarks>
internal static class Lanes
{
    public const int Width = 4;
    private const int LineWidth = 8; // amounts in a cache line of 64 bytes

    public static int Padded(int length) => (length + Width - 1) / Width * Width;

    /// <summary>A length made up to whole cache lines.</summary>
    public static int Lines(int length) => (length + LineWidth - 1) / LineWidth * LineWidth;

    /// <summary>A table that stays where it is, and the first index in it that begins a cache line.</summary>
    public static (long[] Table, int First) Aligned(int length)
    {
        var table = GC.AllocateArray<long>(length + LineWidth - 1, pinned: true);
        var past = (int)(Marshal.UnsafeAddrOfPinnedArrayElement(table, 0) / sizeof(long) % LineWidth);
        return (table, past == 0 ? 0 : LineWidth - past);
    }

    /// <summary>Asks for a row to be brought near, where the processor can be asked: in a large problem most of a step would be spent waiting for rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Fetch(long[] table, int row, int length)
    {
        if (Sse.IsSupported)
        {
            ref var first = ref At(table, row);
            for (nuint i = 0; i < (nuint)length; i += LineWidth)
            {
                Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref first, i)));
            }
        }
    }

    /// <summary>Tells whether <c>demand[i] &lt;= slack[i]</c> everywhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Fits(long[] slack, int s, long[] demand, int d, int length)
    {
        ref var free = ref At(slack, s);
        ref var asked = ref At(demand, d);
        var left = Vector256<long>.Zero;
        for (nuint i = 0; i < (nuint)length; i += Width)
        {
            left |= Vector256.LoadUnsafe(ref free, i) - Vector256.LoadUnsafe(ref asked, i);
        }

        return left.ExtractMostSignificantBits() == 0;
    }

    /// <summary>Tells whether <c>taken[i] &lt;= slack[i] + given[i]</c> everywhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool FitsAfter(long[] slack, int s, long[] table, int given, int taken, int length)
    {
        ref var free = ref At(slack, s);
        ref var back = ref At(table, given);
        ref var asked = ref At(table, taken);
        var left = Vector256<long>.Zero;
        for (nuint i = 0; i < (nuint)length; i += Width)
        {
            left |= Vector256.LoadUnsafe(ref free, i) + Vector256.LoadUnsafe(ref back, i) - Vector256.LoadUnsafe(ref asked, i);
        }

        return left.ExtractMostSignificantBits() == 0;
    }

    /// <summary>By how much a row is below 0, summed over its places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Lack(long[] slack, int s, int length)
    {
        ref var free = ref At(slack, s);
        var sum = Vector256<long>.Zero;
        for (nuint i = 0; i < (nuint)length; i += Width)
        {
            sum += Vector256.Max(Vector256<long>.Zero, -Vector256.LoadUnsafe(ref free, i));
        }

        return Vector256.Sum(sum);
    }

    /// <summary>By how much <c>slack + given</c> is below 0, summed over its places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long LackWithout(long[] slack, int s, long[] given, int g, int length)
    {
        ref var free = ref At(slack, s);
        ref var back = ref At(given, g);
        var sum = Vector256<long>.Zero;
        for (nuint i = 0; i < (nuint)length; i += Width)
        {
            sum += Vector256.Max(Vector256<long>.Zero, -(Vector256.LoadUnsafe(ref free, i) + Vector256.LoadUnsafe(ref back, i)));
        }

        return Vector256.Sum(sum);
    }

    /// <summary>By how much <c>slack - taken</c> is below 0, summed over its places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long LackWith(long[] slack, int s, long[] taken, int t, int length)
    {
        ref var free = ref At(slack, s);
        ref var asked = ref At(taken, t);
        var sum = Vector256<long>.Zero;
        for (nuint i = 0; i < (nuint)length; i += Width)
        {
            sum += Vector256.Max(Vector256<long>.Zero, Vector256.LoadUnsafe(ref asked, i) - Vector256.LoadUnsafe(ref free, i));
        }

        return Vector256.Sum(sum);
    }

    /// <summary>By how much <c>slack + given - taken</c> is below 0, summed over its places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long LackExchanged(long[] slack, int s, long[] table, int given, int taken, int length)
    {
        ref var free = ref At(slack, s);
        ref var back = ref At(table, given);
        ref var asked = ref At(table, taken);
        var sum = Vector256<long>.Zero;
        for (nuint i = 0; i < (nuint)length; i += Width)
        {
            sum += Vector256.Max(Vector256<long>.Zero, Vector256.LoadUnsafe(ref asked, i) - Vector256.LoadUnsafe(ref back, i) - Vector256.LoadUnsafe(ref free, i));
        }

        return Vector256.Sum(sum);
    }

    /// <summary>The sum of the positive parts of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Positive(long[] row, int r, int length)
    {
        ref var x = ref At(row, r);
        var sum = Vector256<long>.Zero;
        for (nuint i = 0; i < (nuint)length; i += Width)
        {
            sum += Vector256.Max(Vector256<long>.Zero, Vector256.LoadUnsafe(ref x, i));
        }

        return Vector256.Sum(sum);
    }

    /// <summary>The sum of the positive parts of <c>row + added</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long PositiveWith(long[] row, int r, long[] added, int a, int length)
    {
        ref var x = ref At(row, r);
        ref var y = ref At(added, a);
        var sum = Vector256<long>.Zero;
        for (nuint i = 0; i < (nuint)length; i += Width)
        {
            sum += Vector256.Max(Vector256<long>.Zero, Vector256.LoadUnsafe(ref x, i) + Vector256.LoadUnsafe(ref y, i));
        }

        return Vector256.Sum(sum);
    }

    /// <summary>The sum of the positive parts of <c>row - removed</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long PositiveWithout(long[] row, int r, long[] removed, int m, int length)
    {
        ref var x = ref At(row, r);
        ref var y = ref At(removed, m);
        var sum = Vector256<long>.Zero;
        for (nuint i = 0; i < (nuint)length; i += Width)
        {
            sum += Vector256.Max(Vector256<long>.Zero, Vector256.LoadUnsafe(ref x, i) - Vector256.LoadUnsafe(ref y, i));
        }

        return Vector256.Sum(sum);
    }

    /// <summary>The sum of the positive parts of <c>row - removed + added</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long PositiveExchanged(long[] row, int r, long[] table, int removed, int added, int length)
    {
        ref var x = ref At(row, r);
        ref var y = ref At(table, removed);
        ref var z = ref At(table, added);
        var sum = Vector256<long>.Zero;
        for (nuint i = 0; i < (nuint)length; i += Width)
        {
            sum += Vector256.Max(Vector256<long>.Zero, Vector256.LoadUnsafe(ref x, i) - Vector256.LoadUnsafe(ref y, i) + Vector256.LoadUnsafe(ref z, i));
        }

        return Vector256.Sum(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(long[] row, int r, long[] amounts, int a, int length)
    {
        ref var x = ref At(row, r);
        ref var y = ref At(amounts, a);
        for (nuint i = 0; i < (nuint)length; i += Width)
        {
            (Vector256.LoadUnsafe(ref x, i) + Vector256.LoadUnsafe(ref y, i)).StoreUnsafe(ref x, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Subtract(long[] row, int r, long[] amounts, int a, int length)
    {
        ref var x = ref At(row, r);
        ref var y = ref At(amounts, a);
        for (nuint i = 0; i < (nuint)length; i += Width)
        {
            (Vector256.LoadUnsafe(ref x, i) - Vector256.LoadUnsafe(ref y, i)).StoreUnsafe(ref x, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref long At(long[] array, int index) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(array), index);
}
