using System.Buffers;
using Placement.Telemetry.Quality;

namespace Placement.Telemetry.Sources.Feeds;

/// <summary>Cuts a feed into chunks of whole lines, so that chunks can be parsed apart from each other.</summary>
/// <remarks>
/// An eager one hands on what there is as soon as it holds a line, for a live pipe; else chunks are filled. A line break always ends a record of telemetry, also within quotes; so one bad quote cannot swallow the rest of a file.
/// </remarks>
internal sealed class LineChunker(TextFeed feed, string name, int chunkBytes = 1 << 20, bool eager = false)
{
    /// <summary>The longest line that is read; telemetry of a year in a row is shorter.</summary>
    public const int MaxLineBytes = 64 << 20;

    private byte[] _rest = [];
    private int _restLength;
    private long _line = 1;
    private bool _atEnd;
    private bool _started;

    /// <summary>Reads the next chunk.</summary>
    /// <returns>The chunk, or <see langword="null"/> at the end.</returns>
    public LineChunk? Next()
    {
        if (_atEnd)
        {
            return null;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(Math.Max(chunkBytes, _restLength * 2));
        _rest.AsSpan(0, _restLength).CopyTo(buffer);
        var (length, cut) = (_restLength, -1);
        _restLength = 0;
        while (cut < 0)
        {
            length += Fill(buffer.AsSpan(length));
            StripMark(buffer, ref length);
            cut = _atEnd ? length : buffer.AsSpan(0, length).LastIndexOf((byte)'\n') + 1;
            if (cut == 0 && _atEnd)
            {
                ArrayPool<byte>.Shared.Return(buffer);
                return null;
            }

            if (cut == 0)
            {
                cut = -1;
                Enlarge(ref buffer, length);
            }
        }

        Keep(buffer.AsSpan(cut, length - cut));
        var first = _line;
        _line += buffer.AsSpan(0, cut).Count((byte)'\n');
        return new LineChunk(buffer, 0, cut, first);
    }

    private int Fill(Span<byte> free)
    {
        var filled = 0;
        while (filled < free.Length)
        {
            var read = feed.Read(free[filled..]);
            if (read == 0)
            {
                _atEnd = true;
                break;
            }

            filled += read;
            if (eager && free[..filled].Contains((byte)'\n'))
            {
                break;
            }
        }

        return filled;
    }

    private void StripMark(byte[] buffer, ref int length)
    {
        if (!_started && buffer.AsSpan(0, length).StartsWith("\uFEFF"u8))
        {
            buffer.AsSpan(3, length - 3).CopyTo(buffer);
            length -= 3;
        }

        _started = true;
    }

    private void Enlarge(ref byte[] buffer, int length)
    {
        if (length >= MaxLineBytes)
        {
            throw new InvalidTelemetryException($"{name}:{_line}: the line is longer than {MaxLineBytes >> 20} MiB. Is this a text file with line breaks?");
        }

        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }

    private void Keep(ReadOnlySpan<byte> rest)
    {
        if (_rest.Length < rest.Length)
        {
            _rest = new byte[Math.Max(rest.Length, 4096)];
        }

        rest.CopyTo(_rest);
        _restLength = rest.Length;
    }
}
