using System.Buffers;
using System.Text;
using System.Text.Json;
using Placement.Scheduling.Core;

namespace Placement.Scheduling;

/// <summary>Room in which keys and values become bytes, used again for each: what is given holds until the next one.</summary>
internal sealed class RecordBuffer : IDisposable
{
    private readonly ArrayBufferWriter<byte> _value = new(1 << 16);
    private readonly ArrayBufferWriter<byte> _key = new(256);
    private readonly Utf8JsonWriter _json;

    public RecordBuffer() => _json = new Utf8JsonWriter(_value);

    public ReadOnlySpan<byte> Key(string key)
    {
        _key.ResetWrittenCount();
        Encoding.UTF8.GetBytes(key, _key);
        return _key.WrittenSpan;
    }

    public ReadOnlySpan<byte> Value(object record)
    {
        var json = Fresh();
        StateJson.Write(json, record);
        return Written();
    }

    /// <summary>Writes events as <see cref="StoredEvents.Write"/> does.</summary>
    public ReadOnlySpan<byte> Row(IReadOnlyList<SchedulerEvent> events, int start, int count)
    {
        var json = Fresh();
        json.WriteStartArray();
        for (var i = start; i < start + count; i++)
        {
            JsonSerializer.Serialize(json, events[i], StateJson.Default.SchedulerEvent);
        }

        json.WriteEndArray();
        return Written();
    }

    public void Dispose() => _json.Dispose();

    private Utf8JsonWriter Fresh()
    {
        _value.ResetWrittenCount();
        _json.Reset();
        return _json;
    }

    private ReadOnlySpan<byte> Written()
    {
        _json.Flush();
        return _value.WrittenSpan;
    }
}
