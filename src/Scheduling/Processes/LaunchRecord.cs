using System.Text.Json.Serialization;

namespace Placement.Scheduling.Processes;

/// <summary>What was ordered: the marks of ownership, and the specification.</summary>
internal sealed record LaunchRecord
{
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    public required ServiceSpec Spec { get; init; }
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LaunchRecord))]
internal sealed partial class ProcessJson : JsonSerializerContext;
