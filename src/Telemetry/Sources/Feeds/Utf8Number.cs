using System.Globalization;

namespace Placement.Telemetry.Sources.Feeds;

/// <summary>Reads decimal numbers from UTF-8.</summary>
internal static class Utf8Number
{
    private static ReadOnlySpan<double> Powers => [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    /// <summary>Reads a number such as <c>12</c>, <c>-0.5</c>, <c>1e9</c>, with spaces around it or not. NaN and infinities are numbers too, for the screen to reject.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out double value)
    {
        // Up to 15 digits a mantissa and a power of ten are exact doubles, so one division rounds correctly.
        long mantissa = 0;
        var (digits, decimals, point) = (0, 0, false);
        var at = text.Length > 0 && text[0] == '-' ? 1 : 0;
        for (var i = at; i < text.Length; i++)
        {
            var digit = (uint)(text[i] - '0');
            if (digit <= 9)
            {
                mantissa = (mantissa * 10) + digit;
                digits++;
                decimals += point ? 1 : 0;
            }
            else if (text[i] == '.' && !point)
            {
                point = true;
            }
            else
            {
                return TryParseAny(text, out value);
            }
        }

        if (digits is 0 or > 15)
        {
            return TryParseAny(text, out value);
        }

        value = mantissa / Powers[decimals];
        value = at == 1 ? -value : value;
        return true;
    }

    private static bool TryParseAny(ReadOnlySpan<byte> text, out double value) =>
        double.TryParse(text.Trim((byte)' ').Trim((byte)'\t'), NumberStyles.Float, CultureInfo.InvariantCulture, out value);
}
