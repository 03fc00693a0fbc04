using System.Text.Json;
using Placement.Scheduling.Core;

namespace Placement.Scheduling;

/// <summary>Events as bytes, several in a row, for stores that keep them so.</summary>
public static class StoredEvents
{
    /// <summary>Writes events as one UTF-8 JSON array.</summary>
    /// <param name="row">The events.</param>
    /// <returns>The bytes.</returns>
    public static byte[] Write(SchedulerEvent[] row) => JsonSerializer.SerializeToUtf8Bytes(row, StateJson.Default.SchedulerEventArray);

    /// <summary>Reads events that <see cref="Write"/> wrote.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>The events.</returns>
    /// <exception cref="JsonException">The bytes are not such events.</exception>
    public static SchedulerEvent[] Read(ReadOnlySpan<byte> bytes) =>
        JsonSerializer.Deserialize(bytes, StateJson.Default.SchedulerEventArray) ?? throw new JsonException("The stored events are empty.");
}
