using System.Runtime.CompilerServices;

namespace Placement.Search;

/// <summary>A seeded generator for the hot loops: xoroshiro128++ of Blackman and Vigna (2021, doi 10.1145/3460772), one nanosecond a number.</summary>
/// <remarks>The seeded <see cref="Random"/> of the runtime costs about ten times as much. Not safe to share between threads.</remarks>
internal sealed class SearchRandom
{
    private ulong _a;
    private ulong _b;

    public SearchRandom(int seed, int stream = 0)
    {
        var x = ((ulong)(uint)seed << 32) ^ (uint)stream;
        _a = Mix(ref x);
        _b = Mix(ref x) | 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong NextBits()
    {
        var a = _a;
        var b = _b;
        var result = ulong.RotateLeft(a + b, 17) + a;
        b ^= a;
        _a = ulong.RotateLeft(a, 49) ^ b ^ (b << 21);
        _b = ulong.RotateLeft(b, 28);
        return result;
    }

    /// <summary>A number from 0 to <paramref name="limit"/> - 1; the bias is below 2^-32 x limit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Next(int limit) => (int)(((NextBits() >> 32) * (ulong)(uint)limit) >> 32);

    /// <summary>A number from 0 (inclusive) to 1 (exclusive).</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    public void Shuffle(Span<int> values)
    {
        for (var i = values.Length - 1; i > 0; i--)
        {
            var j = Next(i + 1);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }

    private static ulong Mix(ref ulong x)
    {
        x += 0x9E3779B97F4A7C15;
        var z = x;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
