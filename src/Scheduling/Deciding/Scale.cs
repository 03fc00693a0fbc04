using System.Numerics;

namespace Placement.Scheduling.Deciding;

/// <summary>Cuts the free amounts of nodes into 128 buckets of relative width one eighth to one quarter, and weighs them as scores.</summary>
/// <remarks>Buckets follow the binary exponent and two bits of mantissa, as in the two-level segregated fit of Masmano, Ripoll, Crespo and Real (2004),
/// doi:10.1109/EMRTS.2004.1311009. The score of an amount is its share of an average node, in millionths: monotone in the amount, so a bucket's
/// least amount bounds the score of every node in it from below.</remarks>
internal sealed class Scale
{
    public const int Buckets = 128;
    private const long One = 1_000_000;
    private readonly long _reference;
    private readonly long[] _least = new long[Buckets];

    public Scale(long reference)
    {
        _reference = Math.Max(1, reference);
        for (var b = 0; b < Buckets; b++)
        {
            _least[b] = Score(LeastOf(b));
        }
    }

    /// <summary>The least score of an amount in the bucket.</summary>
    public ReadOnlySpan<long> LeastScores => _least;

    /// <summary>The bucket of an amount from 0 to 2^31; larger amounts share the last bucket.</summary>
    public static int BucketOf(long amount)
    {
        if (amount < 4)
        {
            return (int)amount;
        }

        var exponent = BitOperations.Log2((ulong)amount);
        var bucket = (4 * (exponent - 1)) + (int)((amount >> (exponent - 2)) & 3);
        return Math.Min(bucket, Buckets - 1);
    }

    /// <summary>The least amount in a bucket.</summary>
    public static long LeastOf(int bucket)
    {
        if (bucket < 4)
        {
            return bucket;
        }

        var exponent = (bucket / 4) + 1;
        return (4L + (bucket & 3)) << (exponent - 2);
    }

    public long Score(long amount) => checked(amount * One) / _reference;
}
