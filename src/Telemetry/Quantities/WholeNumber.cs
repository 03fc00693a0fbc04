namespace Placement.Telemetry.Quantities;

/// <summary>The rounding and range rules that both quantities share.</summary>
internal static class WholeNumber
{
    // The largest double below 2^63; 2^63 itself does not fit a long.
    private const double Largest = 9_223_372_036_854_774_784;

    public static bool Fits(double value) => value is >= 0 and <= Largest;

    public static long RoundedUp(double value, string name) => (long)Math.Ceiling(Checked(value, name));

    public static long RoundedDown(double value, string name) => (long)Math.Floor(Checked(value, name));

    public static long Difference(long left, long right) =>
        right <= left ? left - right : throw new OverflowException($"{left} - {right} would be negative; a quantity never is.");

    public static long Product(long left, int count) =>
        count >= 0 ? checked(left * count) : throw new OverflowException($"{left} x {count} would be negative; a quantity never is.");

    private static double Checked(double value, string name) =>
        Fits(value) ? value : throw new ArgumentOutOfRangeException(name, value, "A quantity must be finite, at least 0 and below 2^63 units.");
}
