using System.Text;
using Placement.Telemetry.Quality;
using Placement.Telemetry.Sources.Feeds;

namespace Placement.Telemetry.Sources.Csv;

/// <summary>Reads values, and tells "no data" from what cannot be read.</summary>
internal sealed class ValueReader
{
    private readonly IReadOnlyList<string> _markers;
    private readonly byte[][] _texts;
    private readonly double[] _numbers; // of each marker; NaN where it is none

    public ValueReader(IReadOnlyList<string> markers)
    {
        _markers = markers;
        _texts = [.. markers.Select(Encoding.UTF8.GetBytes)];
        _numbers = [.. _texts.Select(text => Utf8Number.TryParse(text, out var number) && double.IsFinite(number) ? number : double.NaN)];
    }

    /// <summary>The marker that the last field was, where it was one.</summary>
    public string Marker { get; private set; } = "";

    /// <summary>Takes a number that was stored as one.</summary>
    /// <returns>Whether it is a value; if not, it stands for "no data".</returns>
    public bool TryTake(double value, out FaultRule rule)
    {
        rule = FaultRule.Marker;
        return !double.IsNaN(value) && Array.IndexOf(_numbers, value) < 0; // an infinity is for the screen
    }

    /// <summary>Reads one field.</summary>
    /// <returns>Whether it is a number; if not, <paramref name="rule"/> says what it is.</returns>
    public bool TryRead(ReadOnlySpan<byte> text, out double value, out FaultRule rule)
    {
        rule = FaultRule.Marker;
        if (Utf8Number.TryParse(text, out value) && double.IsFinite(value))
        {
            return !IsMarkerNumber(value);
        }

        var trimmed = text.Trim((byte)' ');
        if (trimmed.IsEmpty)
        {
            rule = FaultRule.Blank;
            return false;
        }

        for (var i = 0; i < _texts.Length; i++)
        {
            if (trimmed.SequenceEqual(_texts[i]) && IsMarker(i))
            {
                return false;
            }
        }

        rule = FaultRule.UnreadableValue;
        return !double.IsNaN(value) && !double.IsFinite(value); // an infinity is for the screen
    }

    /// <summary>Markers are few, so a plain loop is quicker than a search.</summary>
    private bool IsMarkerNumber(double value)
    {
        for (var i = 0; i < _numbers.Length; i++)
        {
            if (_numbers[i] == value)
            {
                return IsMarker(i);
            }
        }

        return false;
    }

    private bool IsMarker(int index)
    {
        Marker = index >= 0 ? _markers[index] : "";
        return index >= 0;
    }
}
