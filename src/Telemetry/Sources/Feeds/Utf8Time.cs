using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Placement.Telemetry.Sources.Csv;

namespace Placement.Telemetry.Sources.Feeds;

/// <summary>Reads times from UTF-8 to Unix milliseconds. Remembers the last day and text, since neighbours mostly share them. Not for two threads at once.</summary>
internal sealed class Utf8Time(TimeFormat format, TimeZoneInfo zone)
{
    private const double Earliest = -2_208_988_800_000;
    private const double Latest = 253_402_300_800_000;

    private readonly bool _isUtc = zone.HasSameRules(TimeZoneInfo.Utc) && zone.BaseUtcOffset == TimeSpan.Zero;
    private readonly byte[] _lastText = new byte[40];
    private readonly byte[] _lastDay = new byte[10];
    private int _lastLength;
    private long _last;
    private long _day = long.MinValue;

    /// <summary>Reads one time by the format.</summary>
    /// <returns>Whether it was a time of the years 1900 to 9999.</returns>
    public bool TryParse(ReadOnlySpan<byte> text, out long unixMilliseconds)
    {
        if (text.SequenceEqual(_lastText.AsSpan(0, _lastLength)) && _lastLength > 0)
        {
            unixMilliseconds = _last;
            return true;
        }

        if (!TryParseNew(text, out unixMilliseconds))
        {
            return false;
        }

        if (text.Length <= _lastText.Length)
        {
            text.CopyTo(_lastText);
            (_lastLength, _last) = (text.Length, unixMilliseconds);
        }

        return true;
    }

    private static bool TryUnix(double number, TimeFormat format, out long unixMilliseconds)
    {
        var size = Math.Abs(number);
        var milliseconds = format switch
        {
            TimeFormat.UnixSeconds => number * 1000,
            TimeFormat.UnixMilliseconds => number,
            _ => size < 1e11 ? number * 1000 : size < 1e14 ? number : size < 1e17 ? number / 1e3 : number / 1e6,
        };
        unixMilliseconds = 0;
        if (!(milliseconds is >= Earliest and < Latest))
        {
            return false;
        }

        unixMilliseconds = (long)Math.Round(milliseconds);
        return true;
    }

    private static int TwoDigits(ReadOnlySpan<byte> text, int at)
    {
        var (tens, ones) = ((uint)(text[at] - '0'), (uint)(text[at + 1] - '0'));
        return tens <= 9 && ones <= 9 ? (int)((tens * 10) + ones) : -1000;
    }

    private bool TryParseNew(ReadOnlySpan<byte> text, out long unixMilliseconds)
    {
        if (format is TimeFormat.Auto or TimeFormat.Iso8601 && TryIso(text, out unixMilliseconds))
        {
            return true;
        }

        if (format != TimeFormat.Iso8601 && Utf8Number.TryParse(text, out var number))
        {
            return TryUnix(number, format, out unixMilliseconds);
        }

        unixMilliseconds = 0;
        return format is TimeFormat.Auto or TimeFormat.Iso8601 && TryAnyDate(text, out unixMilliseconds);
    }

    /// <summary>yyyy-MM-dd, T or space, HH:mm:ss, a fraction or none, then Z, an offset or nothing.</summary>
    private bool TryIso(ReadOnlySpan<byte> text, out long unixMilliseconds)
    {
        unixMilliseconds = 0;
        if (text.Length < 19 || text[4] != '-' || text[7] != '-' || text[13] != ':' || text[16] != ':' || (text[10] != 'T' && text[10] != ' '))
        {
            return false;
        }

        var (hour, minute, second) = (TwoDigits(text, 11), TwoDigits(text, 14), TwoDigits(text, 17));
        if (hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59 || !TryDay(text[..10]))
        {
            return false;
        }

        var milliseconds = _day + (((((hour * 60) + minute) * 60) + second) * 1000L);
        var rest = text[19..];
        if (rest is [(byte)'.', ..])
        {
            var (length, scale) = (1, 100);
            for (; length < rest.Length && (uint)(rest[length] - '0') <= 9; length++)
            {
                milliseconds += (rest[length] - '0') * scale;
                scale /= 10;
            }

            rest = rest[length..];
        }

        if (rest is [(byte)'Z'] || (rest.IsEmpty && _isUtc))
        {
            unixMilliseconds = milliseconds;
            return true;
        }

        if (rest is [(byte)'+' or (byte)'-', _, _, (byte)':', _, _])
        {
            var (hours, minutes) = (TwoDigits(rest, 1), TwoDigits(rest, 4));
            unixMilliseconds = milliseconds - ((rest[0] == '-' ? -1 : 1) * ((hours * 60L) + minutes) * 60_000);
            return hours is >= 0 and <= 14 && minutes is >= 0 and <= 59;
        }

        return false;
    }

    private bool TryDay(ReadOnlySpan<byte> text)
    {
        if (_day != long.MinValue && text.SequenceEqual(_lastDay))
        {
            return true;
        }

        var (year, month, day) = ((TwoDigits(text, 0) * 100) + TwoDigits(text, 2), TwoDigits(text, 5), TwoDigits(text, 8));
        if (year is < 1900 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        text.CopyTo(_lastDay);
        _day = (new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc).Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond;
        return true;
    }

    private bool TryAnyDate(ReadOnlySpan<byte> text, out long unixMilliseconds)
    {
        unixMilliseconds = 0;
        if (text.Length is 0 or > 64 || Utf8Parser.TryParse(text, out double _, out var used) && used == text.Length)
        {
            return false;
        }

        var written = Encoding.UTF8.GetString(text).Trim();
        if (!DateTime.TryParse(written, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.NoCurrentDateDefault, out var time)
            || time.Year < 1900)
        {
            return false;
        }

        // Kind tells whether the text had an offset: with one, the time has been brought to UTC.
        try
        {
            var utc = time.Kind == DateTimeKind.Utc ? time : TimeZoneInfo.ConvertTimeToUtc(time, zone);
            unixMilliseconds = (utc.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond;
            return true;
        }
        catch (ArgumentException)
        {
            return false; // an hour that daylight saving skips
        }
    }
}
