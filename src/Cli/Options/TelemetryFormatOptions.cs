using System.CommandLine;
using System.Globalization;
using Placement.Telemetry.Samples;
using Placement.Telemetry.Sources.Csv;

namespace Placement.Cli.Options;

/// <summary>The options that say of a CSV file of telemetry what its header does not: time zone, running totals, clock rate, what a wide file is of.</summary>
internal sealed class TelemetryFormatOptions
{
    public Option<string?> TimeZone { get; } = new("--time-zone") { Description = "Time zone of telemetry times without an offset, such as Europe/Berlin or +02:00. Default UTC.", HelpName = "ZONE" };

    public Option<string?> Counters { get; } = new("--counters") { Description = "Resources whose telemetry is a running total, such as cpu.", HelpName = "NAME,..." };

    public Option<double?> MegahertzPerCore { get; } = new("--mhz-per-core") { Description = "What one core has, for CPU in MHz.", HelpName = "MHZ" };

    public Option<string?> WideResource { get; } = new("--wide-resource") { Description = "What a file with a column or a row a machine is of. Default cpu.", HelpName = "NAME" };

    public Option<string?> FirstTime { get; } = new("--first-time") { Description = "Time of column t0 in a file with a row a machine.", HelpName = "TIME" };

    public Option<double?> IntervalMinutes { get; } = new("--interval") { Description = "Minutes between two samples of a series: a sample that is then not there counts as missing. Default as the data show; of a file with a row a machine, 5.", HelpName = "MINUTES" };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { TimeZone, Counters, MegahertzPerCore, WideResource, FirstTime, IntervalMinutes })
        {
            command.Add(option);
        }
    }

    /// <summary>Applies what was stated over what a preset or the header says.</summary>
    /// <exception cref="UsageException">A value cannot be read or is out of range.</exception>
    public CsvSourceOptions Apply(ParseResult parsed, CsvSourceOptions csv)
    {
        if (parsed.GetValue(TimeZone) is { } zone)
        {
            csv = csv with { TimeZone = ZoneOf(zone) };
        }

        if (parsed.GetValue(Counters) is { } counters)
        {
            csv = csv with { Counters = counters.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Resource.FromName).ToHashSet() };
        }

        if (parsed.GetValue(MegahertzPerCore) is { } megahertz)
        {
            csv = csv with { MegahertzPerCore = megahertz > 0 ? megahertz : throw new UsageException("--mhz-per-core must be above 0.") };
        }

        if (parsed.GetValue(WideResource) is { } wide)
        {
            csv = csv with { WideResource = Resource.FromName(wide) };
        }

        if (parsed.GetValue(FirstTime) is { } text)
        {
            csv = csv with
            {
                FirstTime = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
                    ? time
                    : throw new UsageException($"--first-time {text}: write a time such as 2025-01-31T00:00:00Z."),
            };
        }

        return IntervalOf(parsed) is { } interval ? csv with { Interval = interval } : csv;
    }

    /// <summary>Gets the stated time between two samples of a series, or <see langword="null"/>.</summary>
    /// <exception cref="UsageException">It is out of range.</exception>
    public TimeSpan? IntervalOf(ParseResult parsed) => parsed.GetValue(IntervalMinutes) is not { } minutes ? null
        : minutes is >= 1.0 / 60 and <= 1440 ? TimeSpan.FromSeconds(Math.Round(minutes * 60))
        : throw new UsageException("--interval must be from a second to 1440 minutes.");

    /// <summary>Reads units as column names write them: <c>cpu=percent,memory=MiB</c>.</summary>
    /// <exception cref="UsageException">A pair or a unit cannot be read.</exception>
    public static Dictionary<Resource, ValueUnit> UnitsOf(string? text)
    {
        var units = new Dictionary<Resource, ValueUnit>();
        foreach (var pair in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (pair.Split('=') is not [var name, var unit] || !ValueUnits.TryParse(unit, out var parsed) || !units.TryAdd(Resource.FromName(name), parsed))
            {
                throw new UsageException($"--telemetry-units {pair}: write NAME=UNIT, each name once, with a unit of percent, fraction, cores, millicores, nanocores, MHz, bytes, KB, MB, GB, TB, KiB, MiB, GiB, TiB, units.");
            }
        }

        return units;
    }

    private static TimeZoneInfo ZoneOf(string text)
    {
        if (TimeZoneInfo.TryFindSystemTimeZoneById(text, out var zone))
        {
            return zone;
        }

        var sign = text.StartsWith('-') ? -1 : 1;
        return text.Length == 6 && text[0] is '+' or '-' && TimeSpan.TryParseExact(text[1..], @"hh\:mm", CultureInfo.InvariantCulture, out var offset) && offset <= TimeSpan.FromHours(14)
            ? TimeZoneInfo.CreateCustomTimeZone(text, sign * offset, text, text)
            : throw new UsageException($"--time-zone {text}: there is no such time zone; write one such as Europe/Berlin, or an offset such as +02:00.");
    }
}
