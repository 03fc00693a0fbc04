using System.IO.Compression;

namespace Placement.Telemetry.Sources.Feeds;

/// <summary>Unpacks gzip, of one or more members, and notices when the end is missing.</summary>
/// <remarks>
/// <see cref="GZipStream"/> takes a truncated file for a shorter one. So a small member with a known text is appended to the packed bytes: only
/// when everything before it is whole does its text come out at the end.
/// </remarks>
internal sealed class GzipFeed : ForwardStream
{
    private static readonly byte[] Seal = "Placement reads on to the end.\0\0"u8.ToArray();
    private static readonly byte[] SealMember = Pack(Seal);

    private readonly GZipStream _inner;
    private readonly byte[] _held = new byte[64 * 1024];
    private int _start;
    private int _end;
    private bool _atEnd;

    public GzipFeed(Stream packed) => _inner = new GZipStream(new Appended(packed, SealMember), CompressionMode.Decompress);

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        while (!_atEnd && _end - _start <= Seal.Length)
        {
            _held.AsSpan(_start, _end - _start).CopyTo(_held);
            (_start, _end) = (0, _end - _start);
            var read = Unpack(_held.AsSpan(_end));
            _end += read;
            if (read == 0)
            {
                _atEnd = true;
                if (!_held.AsSpan(_start, _end - _start).SequenceEqual(Seal))
                {
                    throw new InvalidDataException("The gzip file ends too early: it is truncated or damaged. Fetch or pack it again.");
                }

                return 0;
            }
        }

        var count = _atEnd ? 0 : Math.Min(buffer.Length, _end - _start - Seal.Length);
        _held.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private static byte[] Pack(byte[] text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(text);
        }

        return packed.ToArray();
    }

    private int Unpack(Span<byte> buffer)
    {
        try
        {
            return _inner.Read(buffer);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException("The gzip file is truncated or damaged. Fetch or pack it again.", exception);
        }
    }

    private sealed class Appended(Stream inner, byte[] tail) : ForwardStream
    {
        private int _sent = -1;

        public override int Read(Span<byte> buffer)
        {
            if (_sent < 0)
            {
                var read = inner.Read(buffer);
                if (read > 0 || buffer.IsEmpty)
                {
                    return read;
                }

                _sent = 0;
            }

            var count = Math.Min(buffer.Length, tail.Length - _sent);
            tail.AsSpan(_sent, count).CopyTo(buffer);
            _sent += count;
            return count;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
