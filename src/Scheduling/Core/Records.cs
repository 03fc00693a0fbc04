using System.Text.Json;
using System.Text.Json.Serialization;

namespace Placement.Scheduling.Core;

/// <summary>The durable part of a service.</summary>
internal sealed record ServiceRecord
{
    public required int TargetRevision { get; init; }

    public required int StableRevision { get; init; }

    public required int LastRevision { get; init; }

    public required RolloutState Rollout { get; init; }

    public int RolloutFailures { get; init; }

    public bool Stopping { get; init; }

    public required IReadOnlyDictionary<int, ServiceSpec> Specs { get; init; }
}

/// <summary>The durable part of a replica that has a node.</summary>
internal sealed record ReplicaRecord
{
    public required string Service { get; init; }

    public required long Serial { get; init; }

    public required int Revision { get; init; }

    public required string NodeId { get; init; }

    public required ReplicaPhase Phase { get; init; }

    public int Attempt { get; init; }

    public int Failures { get; init; }

    public DateTimeOffset? NotBefore { get; init; }

    public string? LastEnd { get; init; }

    public bool Replace { get; init; }

    public string? MoveTo { get; init; }

    public bool WaitsForRoom { get; init; }

    public bool StopFirst { get; init; }
}

/// <summary>What an operator decided about a node.</summary>
internal sealed record NodeRecord
{
    public bool Cordoned { get; init; }

    public bool Draining { get; init; }
}

/// <summary>What belongs to no service.</summary>
internal sealed record FleetRecord
{
    /// <summary>Serials below this may have been used.</summary>
    public required long SerialLimit { get; init; }

    public bool Paused { get; init; }
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ServiceRecord))]
[JsonSerializable(typeof(ReplicaRecord))]
[JsonSerializable(typeof(NodeRecord))]
[JsonSerializable(typeof(FleetRecord))]
[JsonSerializable(typeof(SchedulerEvent))]
[JsonSerializable(typeof(SchedulerEvent[]))]
[JsonSerializable(typeof(ServiceSpec))]
internal sealed partial class StateJson : JsonSerializerContext
{
    public static byte[]? Bytes(object? record) => record is null ? null : JsonSerializer.SerializeToUtf8Bytes(record, record.GetType(), Default);

    public static void Write(Utf8JsonWriter json, object record)
    {
        switch (record)
        {
            case ReplicaRecord replica:
                JsonSerializer.Serialize(json, replica, Default.ReplicaRecord);
                break;
            case ServiceRecord service:
                JsonSerializer.Serialize(json, service, Default.ServiceRecord);
                break;
            default:
                JsonSerializer.Serialize(json, record, record.GetType(), Default);
                break;
        }
    }
}
