using System.Buffers;

namespace Placement.Telemetry.Sources.Feeds;

/// <summary>Whole lines of a text, on a pooled array.</summary>
internal sealed class LineChunk(byte[] bytes, int start, int length, long firstLine) : IDisposable
{
    private byte[]? _bytes = bytes;

    public ReadOnlyMemory<byte> Text => _bytes.AsMemory(start, length);

    /// <summary>The number of the first line, from 1.</summary>
    public long FirstLine => firstLine;

    /// <summary>The lines from a byte on. It takes the array over: only the result is to be disposed.</summary>
    public LineChunk From(int at)
    {
        var lines = Text.Span[..at].Count((byte)'\n');
        var rest = new LineChunk(_bytes!, start + at, length - at, firstLine + lines);
        _bytes = null;
        return rest;
    }

    public void Dispose()
    {
        if (_bytes is { } array)
        {
            _bytes = null;
            ArrayPool<byte>.Shared.Return(array);
        }
    }
}
