using Placement.Telemetry.Quality;
using Placement.Telemetry.Samples;
using Placement.Telemetry.Sources.Csv;

namespace Placement.Telemetry.Sources.Tables;

/// <summary>How rows of named columns become samples, whatever they are stored in. The defaults go by the names of the columns.</summary>
public record TableOptions
{
    /// <value>Which column holds what. The default goes by common names.</value>
    public ColumnMap Map { get; init; } = new();

    /// <value>Units by resource. A resource without one goes by the end of its column's name, as in <c>cpu_percent</c>; when that says nothing, the table is refused.</value>
    public IReadOnlyDictionary<Resource, ValueUnit> Units { get; init; } = new Dictionary<Resource, ValueUnit>();

    /// <value>Resources whose values are running totals. The default is none.</value>
    public IReadOnlySet<Resource> Counters { get; init; } = new HashSet<Resource>();

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

    /// <value>Texts that mean "no data", beside an empty field. The default is NaN, null, NA, N/A, - and \N.</value>
    public IReadOnlyList<string> Markers { get; init; } = ["NaN", "nan", "null", "NULL", "NA", "N/A", "-", "\\N"];

    /// <value>For which resources zeros of this feed are real: it rounds, or idles. The default is none, so that zeros count as missing.</value>
    public ZeroTrust Zeros { get; init; }
}
