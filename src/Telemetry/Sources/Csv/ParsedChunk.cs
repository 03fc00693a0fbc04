using Placement.Telemetry.Quality;
using Placement.Telemetry.Samples;

namespace Placement.Telemetry.Sources.Csv;

/// <summary>What one chunk of lines held.</summary>
internal sealed class ParsedChunk(SampleBatch gauges, SampleBatch counters) : IDisposable
{
    public SampleBatch Gauges { get; } = gauges;

    public SampleBatch Counters { get; } = counters;

    public FaultLog Faults { get; } = new();

    /// <summary>Rows, or values where a row holds many, good and bad.</summary>
    public long Rows { get; set; }

    public void Dispose()
    {
        Gauges.Dispose();
        Counters.Dispose();
    }
}
