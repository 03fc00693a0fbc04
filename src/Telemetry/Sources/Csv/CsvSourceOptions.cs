using Placement.Telemetry.Samples;
using Placement.Telemetry.Sources.Tables;

namespace Placement.Telemetry.Sources.Csv;

/// <summary>How a CSV file of telemetry is to be read. The defaults go by the header.</summary>
public sealed record CsvSourceOptions : TableOptions
{
    /// <summary>Makes options that go by the header.</summary>
    public CsvSourceOptions()
    {
    }

    internal CsvSourceOptions(TableOptions options)
        : base(options)
    {
    }

    /// <value>How samples lie in the rows. The default goes by the header.</value>
    public CsvLayout Layout { get; init; }

    /// <value>Whether the first line names the columns. The default is true; without it the map gives numbers, as <c>#1</c>.</value>
    public bool HasHeader { get; init; } = true;

    /// <value>The separator; <see langword="null"/> (the default) tells it from the header, of comma, semicolon, tab and bar.</value>
    public char? Separator { get; init; }

    /// <value>The resource of a wide file (a row a series, or a row a time). The default is CPU.</value>
    public Resource WideResource { get; init; } = Resource.Cpu;

    /// <value>Time of the first value, for a row a series. The default is 1970-01-01 UTC.</value>
    public DateTimeOffset FirstTime { get; init; } = DateTimeOffset.UnixEpoch;

    /// <value>Time between two values, for a row a series; above 0. The default is 5 minutes.</value>
    public TimeSpan Interval
    {
        get;
        init => field = value > TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Interval must be above 0.");
    } = TimeSpan.FromMinutes(5);

    /// <value>Threads that parse: 1 to 64. The default is the number of processors, at most 8.</value>
    public int Threads
    {
        get;
        init => field = value is >= 1 and <= 64 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Threads must be from 1 to 64.");
    } = Math.Clamp(Environment.ProcessorCount, 1, 8);
}
