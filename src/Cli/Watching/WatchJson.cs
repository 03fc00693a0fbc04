using System.Text.Json.Serialization;

namespace Placement.Cli.Watching;

/// <summary>Readings, one a line.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(WatchRound))]
internal sealed partial class WatchJson : JsonSerializerContext;
