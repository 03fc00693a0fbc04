using System.Text;
using Placement.Telemetry.Quality;

namespace Placement.Telemetry.Sources.Feeds;

/// <summary>The bytes of a text file as UTF-8: unpacked when they are gzip (told by content, not by name), without byte order mark.</summary>
internal sealed class TextFeed : IDisposable
{
    private readonly HashingStream _raw;
    private readonly Stream _text;
    private readonly string _name;

    private TextFeed(string name, HashingStream raw, Stream text) => (_name, _raw, _text) = (name, raw, text);

    public long Bytes => _raw.Bytes;

    public string Sha256 => _raw.Sha256;

    /// <summary>Opens a file, or standard input for <c>-</c>.</summary>
    public static TextFeed Open(string path) => Open(path, () => path == "-"
        ? Console.OpenStandardInput()
        : new FileStream(path, new FileStreamOptions { Options = FileOptions.SequentialScan, BufferSize = 0, Share = FileShare.ReadWrite }));

    public static TextFeed Open(string name, Func<Stream> open)
    {
        try
        {
            var raw = new HashingStream(open());
            var start = ReadStart(raw, 4);
            Stream text = new Prefixed(start, raw);
            if (start is [0x1f, 0x8b, ..])
            {
                text = new GzipFeed(text);
                start = ReadStart(text, 4);
                text = new Prefixed(start, text);
            }

            return new TextFeed(name, raw, start switch
            {
                [0xff, 0xfe, ..] => Encoding.CreateTranscodingStream(text, Encoding.Unicode, Encoding.UTF8),
                [0xfe, 0xff, ..] => Encoding.CreateTranscodingStream(text, Encoding.BigEndianUnicode, Encoding.UTF8),
                _ => text,
            });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw Unreadable(name, exception);
        }
    }

    public int Read(Span<byte> buffer)
    {
        try
        {
            return _text.Read(buffer);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            throw Unreadable(_name, exception);
        }
    }

    public void Dispose()
    {
        _text.Dispose();
        _raw.Dispose();
    }

    private static InvalidTelemetryException Unreadable(string name, Exception cause) =>
        new($"{(name == "-" ? "Standard input" : name)} cannot be read: {cause.Message}", cause);

    private static byte[] ReadStart(Stream stream, int count)
    {
        var start = new byte[count];
        return start[..stream.ReadAtLeast(start, count, throwOnEndOfStream: false)];
    }

    private sealed class Prefixed(byte[] prefix, Stream inner) : ForwardStream
    {
        private int _sent;

        public override int Read(Span<byte> buffer)
        {
            var count = Math.Min(buffer.Length, prefix.Length - _sent);
            if (count == 0)
            {
                return inner.Read(buffer);
            }

            prefix.AsSpan(_sent, count).CopyTo(buffer);
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
