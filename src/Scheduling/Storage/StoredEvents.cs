using System.Text.Json;
using Placement.Scheduling.Core;

namespace Placement.Scheduling;

/// <summary>Events as bytes, for stores that keep them so.</summary>
public static class StoredEvents
{
    /// <summary>Writes an event as UTF-8 JSON.</summary>
    /// <param name="item">The event.</param>
    /// <returns>The bytes.</returns>
    public static byte[] Write(SchedulerEvent item) => JsonSerializer.SerializeToUtf8Bytes(item, StateJson.Default.SchedulerEvent);

    /// <summary>Reads an event that <see cref="Write"/> wrote.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>The event.</returns>
    /// <exception cref="JsonException">The bytes are not such an event.</exception>
    public static SchedulerEvent Read(ReadOnlySpan<byte> bytes) =>
        JsonSerializer.Deserialize(bytes, StateJson.Default.SchedulerEvent) ?? throw new JsonException("The stored event is empty.");
}
