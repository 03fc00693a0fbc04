namespace Placement.Telemetry.Sources.Prometheus;

/// <summary>One series of an answer.</summary>
internal sealed class RangeSeries
{
    public Dictionary<string, string> Labels { get; } = new(StringComparer.Ordinal);

    public List<long> Times { get; } = [];

    public List<double> Values { get; } = [];
}
