using Placement.Telemetry.Samples;
using Placement.Telemetry.Sources.Presets;

namespace Placement.Cli.Sources;

/// <summary>One telemetry source with its preset, if it has one.</summary>
internal sealed record TelemetryFeed(string Name, ISampleSource Source, FeedPreset? Preset) : IDisposable
{
    /// <summary>Gets what to do to the session before reading.</summary>
    public Action<IngestSession> Prepare { get; init; } = _ => { };

    /// <summary>Gets what the source uses and does not dispose.</summary>
    public IDisposable? Owned { get; init; }

    public void Dispose()
    {
        (Source as IDisposable)?.Dispose();
        Owned?.Dispose();
    }
}
