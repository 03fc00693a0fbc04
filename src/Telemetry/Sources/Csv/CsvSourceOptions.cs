using Placement.Telemetry.Quality;
using Placement.Telemetry.Samples;

namespace Placement.Telemetry.Sources.Csv;

/// <summary>How a CSV file of telemetry is to be read. The defaults go by the header.</summary>
public sealed record CsvSourceOptions
{
    /// <value>How samples lie in the rows. The default goes by the header.</value>
    public CsvLayout Layout { get; init; }

    /// <value>Which column holds what. The default goes by common names.</value>
    public ColumnMap Map { get; init; } = new();

    /// <value>Whether the first line names the columns. The default is true; without it the map gives numbers, as <c>#1</c>.</value>
    public bool HasHeader { get; init; } = true;

    /// <value>The separator; <see langword="null"/> (the default) tells it from the header, of comma, semicolon, tab and bar.</value>
    public char? Separator { get; init; }

    /// <value>Units by resource. A resource without one goes by the end of its column's name, as in <c>cpu_percent</c>; when that says nothing, the file is refused.</value>
    public IReadOnlyDictionary<Resource, ValueUnit> Units { get; init; } = new Dictionary<Resource, ValueUnit>();

    /// <value>Resources whose values are running totals. The default is none.</value>
    public IReadOnlySet<Resource> Counters { get; init; } = new HashSet<Resource>();

    /// <value>The resource of a wide file (a row a series, or a row a time). The default is CPU.</value>
    public Resource WideResource { get; init; } = Resource.Cpu;

    /// <value>What 1 core has, in MHz, for values in MHz; above 0. The default is <see langword="null"/>: MHz are then refused, unless <see cref="MegahertzPerCoreBySubject"/> knows the subject.</value>
    public double? MegahertzPerCore
    {
        get;
        init => field = value is null or > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "MegahertzPerCore must be above 0.");
    }

    /// <value>What 1 core of each subject has, in MHz, above 0.</value>
    public IReadOnlyDictionary<string, double> MegahertzPerCoreBySubject { get; init; } = new Dictionary<string, double>();

    /// <value>How times are written. The default tells it from each value.</value>
    public TimeFormat Time { get; init; }

    /// <value>Time zone of times without an offset. The default is UTC.</value>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <value>Time of the first value, for a row a series. The default is 1970-01-01 UTC.</value>
    public DateTimeOffset FirstTime { get; init; } = DateTimeOffset.UnixEpoch;

    /// <value>Time between two values, for a row a series; above 0. The default is 5 minutes.</value>
    public TimeSpan Interval
    {
        get;
        init => field = value > TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Interval must be above 0.");
    } = TimeSpan.FromMinutes(5);

    /// <value>Texts that mean "no data", beside an empty field. The default is NaN, null, NA, N/A, - and \N.</value>
    public IReadOnlyList<string> Markers { get; init; } = ["NaN", "nan", "null", "NULL", "NA", "N/A", "-", "\\N"];

    /// <value>For which resources zeros of this file are real: it rounds, or idles. The default is none, so that zeros count as missing.</value>
    public ZeroTrust Zeros { get; init; }

    /// <value>Threads that parse: 1 to 64. The default is the number of processors, at most 8.</value>
    public int Threads
    {
        get;
        init => field = value is >= 1 and <= 64 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Threads must be from 1 to 64.");
    } = Math.Clamp(Environment.ProcessorCount, 1, 8);
}
