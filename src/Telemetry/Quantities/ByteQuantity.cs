using System.Globalization;

namespace Placement.Telemetry.Quantities;

/// <summary>An amount of memory or storage, held in whole bytes. Never negative.</summary>
/// <remarks>An integer, so sums are exact in any order. <c>default</c> is zero. Arithmetic is checked.</remarks>
public readonly record struct ByteQuantity : IComparable<ByteQuantity>
{
    private ByteQuantity(long bytes) => Bytes = bytes;

    /// <summary>Gets the zero amount.</summary>
    public static ByteQuantity Zero => default;

    /// <summary>Gets the amount in bytes, at least 0.</summary>
    public long Bytes { get; }

    /// <summary>Gets the amount in GiB (2^30 bytes), for printing.</summary>
    public double Gibibytes => Bytes / 1_073_741_824.0;

    /// <summary>Makes a quantity from whole bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bytes"/> is negative.</exception>
    public static ByteQuantity FromBytes(long bytes) =>
        bytes >= 0 ? new(bytes) : throw new ArgumentOutOfRangeException(nameof(bytes), bytes, "Bytes must be at least 0.");

    /// <summary>Makes a demand from a measured number of bytes, rounded up to the next whole one.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bytes"/> is negative, not finite or above the range of a long.</exception>
    public static ByteQuantity FromBytesRoundedUp(double bytes) => new(WholeNumber.RoundedUp(bytes, nameof(bytes)));

    /// <summary>Makes a capacity from a measured number of bytes, rounded down to a whole one.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bytes"/> is negative, not finite or above the range of a long.</exception>
    public static ByteQuantity FromBytesRoundedDown(double bytes) => new(WholeNumber.RoundedDown(bytes, nameof(bytes)));

    /// <summary>Reads <c>512MiB</c>, <c>1.5 GB</c>, <c>4Gi</c>, <c>1024</c>; a number without a unit is bytes. A part of a byte rounds up.</summary>
    /// <remarks>K, M, G, T with B or alone are powers of 1000 (as in docker stats and Kubernetes); Ki, Mi, Gi, Ti with or without B are powers of 1024.</remarks>
    /// <returns>Whether <paramref name="text"/> was an amount of bytes.</returns>
    public static bool TryParseRoundedUp(ReadOnlySpan<char> text, out ByteQuantity quantity)
    {
        quantity = default;
        text = text.Trim();
        var digits = text.LastIndexOfAnyInRange('0', '9') + 1;
        if (!ByteUnits.TryGetScale(text[digits..].Trim(), out var scale)
            || !double.TryParse(text[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || !WholeNumber.Fits(number * scale))
        {
            return false;
        }

        quantity = new(WholeNumber.RoundedUp(number * scale, nameof(text)));
        return true;
    }

    /// <inheritdoc />
    public int CompareTo(ByteQuantity other) => Bytes.CompareTo(other.Bytes);

    /// <summary>Adds two amounts.</summary>
    /// <exception cref="OverflowException">The sum does not fit a long.</exception>
    public static ByteQuantity operator +(ByteQuantity left, ByteQuantity right) => new(checked(left.Bytes + right.Bytes));

    /// <summary>Subtracts an amount that is not larger.</summary>
    /// <exception cref="OverflowException">The difference would be negative.</exception>
    public static ByteQuantity operator -(ByteQuantity left, ByteQuantity right) => new(WholeNumber.Difference(left.Bytes, right.Bytes));

    /// <summary>Multiplies by a count.</summary>
    /// <exception cref="OverflowException">The product is negative or does not fit a long.</exception>
    public static ByteQuantity operator *(ByteQuantity left, int count) => new(WholeNumber.Product(left.Bytes, count));

    /// <summary>Whether the left amount is smaller.</summary>
    public static bool operator <(ByteQuantity left, ByteQuantity right) => left.Bytes < right.Bytes;

    /// <summary>Whether the left amount is larger.</summary>
    public static bool operator >(ByteQuantity left, ByteQuantity right) => left.Bytes > right.Bytes;

    /// <summary>Whether the left amount is not larger.</summary>
    public static bool operator <=(ByteQuantity left, ByteQuantity right) => left.Bytes <= right.Bytes;

    /// <summary>Whether the left amount is not smaller.</summary>
    public static bool operator >=(ByteQuantity left, ByteQuantity right) => left.Bytes >= right.Bytes;

    /// <summary>Prints the amount in the largest binary unit that leaves at least 1, with two decimals, as <c>1.50 GiB</c>.</summary>
    public override string ToString() => ByteUnits.Format(Bytes);
}
