using System.Globalization;

namespace Placement.Telemetry.Quantities;

/// <summary>An amount of CPU, held in whole millicores (1 core = 1000). Never negative.</summary>
/// <remarks>An integer, so sums are exact in any order. <c>default</c> is zero. Arithmetic is checked.</remarks>
public readonly record struct CpuQuantity : IComparable<CpuQuantity>
{
    private CpuQuantity(long millicores) => Millicores = millicores;

    /// <summary>Gets the zero amount.</summary>
    public static CpuQuantity Zero => default;

    /// <summary>Gets the amount in millicores, at least 0.</summary>
    public long Millicores { get; }

    /// <summary>Gets the amount in cores, for printing.</summary>
    public double Cores => Millicores / 1000.0;

    /// <summary>Makes a quantity from whole millicores.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="millicores"/> is negative.</exception>
    public static CpuQuantity FromMillicores(long millicores) =>
        millicores >= 0
            ? new(millicores)
            : throw new ArgumentOutOfRangeException(nameof(millicores), millicores, "Millicores must be at least 0.");

    /// <summary>Makes a demand from measured millicores, rounded up to the next whole one.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="millicores"/> is negative, not finite or above the range of a long.</exception>
    public static CpuQuantity FromMillicoresRoundedUp(double millicores) => new(WholeNumber.RoundedUp(millicores, nameof(millicores)));

    /// <summary>Makes a capacity from measured millicores, rounded down to a whole one.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="millicores"/> is negative, not finite or above the range of a long.</exception>
    public static CpuQuantity FromMillicoresRoundedDown(double millicores) => new(WholeNumber.RoundedDown(millicores, nameof(millicores)));

    /// <summary>Makes a demand from cores, rounded up to the next millicore.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="cores"/> is negative, not finite or above the range of a long.</exception>
    public static CpuQuantity FromCoresRoundedUp(double cores) => new(WholeNumber.RoundedUp(cores * 1000, nameof(cores)));

    /// <summary>Makes a capacity from cores, rounded down to a millicore.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="cores"/> is negative, not finite or above the range of a long.</exception>
    public static CpuQuantity FromCoresRoundedDown(double cores) => new(WholeNumber.RoundedDown(cores * 1000, nameof(cores)));

    /// <summary>Reads <c>1500m</c>, <c>1.5</c> or <c>2</c>; a number without a unit is cores. A part of a millicore rounds up.</summary>
    /// <returns>Whether <paramref name="text"/> was an amount of CPU.</returns>
    public static bool TryParseRoundedUp(ReadOnlySpan<char> text, out CpuQuantity quantity)
    {
        quantity = default;
        text = text.Trim();
        var scale = 1000.0;
        if (text.EndsWith("m", StringComparison.Ordinal))
        {
            scale = 1;
            text = text[..^1];
        }

        if (!double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || !WholeNumber.Fits(number * scale))
        {
            return false;
        }

        quantity = new(WholeNumber.RoundedUp(number * scale, nameof(text)));
        return true;
    }

    /// <inheritdoc />
    public int CompareTo(CpuQuantity other) => Millicores.CompareTo(other.Millicores);

    /// <summary>Adds two amounts.</summary>
    /// <exception cref="OverflowException">The sum does not fit a long.</exception>
    public static CpuQuantity operator +(CpuQuantity left, CpuQuantity right) => new(checked(left.Millicores + right.Millicores));

    /// <summary>Subtracts an amount that is not larger.</summary>
    /// <exception cref="OverflowException">The difference would be negative.</exception>
    public static CpuQuantity operator -(CpuQuantity left, CpuQuantity right) => new(WholeNumber.Difference(left.Millicores, right.Millicores));

    /// <summary>Multiplies by a count.</summary>
    /// <exception cref="OverflowException">The product is negative or does not fit a long.</exception>
    public static CpuQuantity operator *(CpuQuantity left, int count) => new(WholeNumber.Product(left.Millicores, count));

    /// <summary>Whether the left amount is smaller.</summary>
    public static bool operator <(CpuQuantity left, CpuQuantity right) => left.Millicores < right.Millicores;

    /// <summary>Whether the left amount is larger.</summary>
    public static bool operator >(CpuQuantity left, CpuQuantity right) => left.Millicores > right.Millicores;

    /// <summary>Whether the left amount is not larger.</summary>
    public static bool operator <=(CpuQuantity left, CpuQuantity right) => left.Millicores <= right.Millicores;

    /// <summary>Whether the left amount is not smaller.</summary>
    public static bool operator >=(CpuQuantity left, CpuQuantity right) => left.Millicores >= right.Millicores;

    /// <summary>Prints the amount in millicores, as <c>1500m</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Millicores}m");
}
