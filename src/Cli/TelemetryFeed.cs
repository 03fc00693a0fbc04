using Placement.Telemetry.Samples;
using Placement.Telemetry.Sources.Presets;

namespace Placement.Cli;

/// <summary>One telemetry file with the way to read it.</summary>
internal sealed record TelemetryFeed(string Name, ISampleSource Source, FeedPreset? Preset);
