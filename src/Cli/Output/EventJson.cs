using System.Text.Json.Serialization;
using Placement.Scheduling;

namespace Placement.Cli.Output;

/// <summary>Events, one a line.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SchedulerEvent))]
internal sealed partial class EventJson : JsonSerializerContext;
