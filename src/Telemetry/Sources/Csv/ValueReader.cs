using System.Text;
using Placement.Telemetry.Quality;
using Placement.Telemetry.Sources.Feeds;

namespace Placement.Telemetry.Sources.Csv;

/// <summary>Reads values, and tells "no data" from what cannot be read.</summary>
internal sealed class ValueReader
{
    private readonly byte[][] _texts;
    private readonly double[] _numbers;

    public ValueReader(IReadOnlyList<string> markers)
    {
        _texts = [.. markers.Select(Encoding.UTF8.GetBytes)];
        _numbers = [.. _texts.Select(text => Utf8Number.TryParse(text, out var number) ? number : double.NaN).Where(double.IsFinite)];
    }

    /// <summary>Reads one field.</summary>
    /// <returns>Whether it is a number; if not, <paramref name="rule"/> says what it is.</returns>
    public bool TryRead(ReadOnlySpan<byte> text, out double value, out FaultRule rule)
    {
        rule = FaultRule.Marker;
        if (Utf8Number.TryParse(text, out value) && double.IsFinite(value))
        {
            return Array.IndexOf(_numbers, value) < 0;
        }

        var trimmed = text.Trim((byte)' ');
        if (trimmed.IsEmpty)
        {
            rule = FaultRule.Blank;
            return false;
        }

        foreach (var marker in _texts)
        {
            if (trimmed.SequenceEqual(marker))
            {
                return false;
            }
        }

        rule = FaultRule.UnreadableValue;
        return !double.IsNaN(value) && !double.IsFinite(value); // an infinity is for the screen
    }
}
