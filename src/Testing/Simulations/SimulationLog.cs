using System.Security.Cryptography;
using System.Text;

namespace Placement.Testing.Simulations;

/// <summary>The log of a schedule: digested always, written only if somebody reads it.</summary>
internal sealed class SimulationLog(TextWriter? writer) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _filled;

    public int Lines { get; private set; }

    public void Write(string line)
    {
        Lines++;
        writer?.WriteLine(line);
        if (_buffer.Length - _filled < (line.Length * 3) + 1)
        {
            Flush();
        }

        if (_buffer.Length < (line.Length * 3) + 1)
        {
            _hash.AppendData(Encoding.UTF8.GetBytes(line));
        }
        else
        {
            _filled += Encoding.UTF8.GetBytes(line, _buffer.AsSpan(_filled));
        }

        _buffer[_filled++] = (byte)'\n';
    }

    public string Digest()
    {
        Flush();
        return Convert.ToHexStringLower(_hash.GetCurrentHash());
    }

    public void Dispose() => _hash.Dispose();

    private void Flush()
    {
        _hash.AppendData(_buffer.AsSpan(0, _filled));
        _filled = 0;
    }
}
