using System.IO.Compression;

namespace Placement.Benchmarks.Roadef;

/// <summary>Reads whitespace-separated unsigned integers from a plain or gzip file.</summary>
internal sealed class IntegerReader : IDisposable
{
    private readonly string _path;
    private readonly Stream _stream;
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _length;
    private int _next;
    private long _count;

    public IntegerReader(string path)
    {
        _path = path;
        var file = File.OpenRead(path);
        _stream = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    public long ReadLong()
    {
        var c = SkipSpace();
        if (c < 0)
        {
            throw new InvalidDataException($"{_path}: ends after {_count} integers; more were announced.");
        }

        var value = 0L;
        for (; c > ' '; c = Read())
        {
            if (c is < '0' or > '9')
            {
                throw new InvalidDataException($"{_path}: integer {_count + 1} holds '{(char)c}'; only unsigned integers are permitted.");
            }

            value = checked((value * 10) + (c - '0'));
        }

        _count++;
        return value;
    }

    /// <summary>Reads an integer from 0 to <paramref name="limit"/> - 1.</summary>
    public int ReadInt(string what, int limit = int.MaxValue)
    {
        var value = ReadLong();
        return value < limit ? (int)value : throw new InvalidDataException($"{_path}: integer {_count} ({what}) is {value}; it must be below {limit}.");
    }

    public bool AtEnd()
    {
        var c = SkipSpace();
        _next -= c < 0 ? 0 : 1;
        return c < 0;
    }

    public void Dispose() => _stream.Dispose();

    private int SkipSpace()
    {
        int c;
        do
        {
            c = Read();
        }
        while (c is >= 0 and <= ' ');
        return c;
    }

    private int Read()
    {
        if (_next == _length)
        {
            _length = _stream.Read(_buffer);
            _next = 0;
            if (_length == 0)
            {
                return -1;
            }
        }

        return _buffer[_next++];
    }
}
