using System.Buffers.Text;
using System.Diagnostics;
using System.Text;

namespace Placement.Benchmarks.Ingest;

/// <summary>Writes telemetry as an agent would: every 5 minutes a row a node, in the same order of nodes; CPU with a daily shape and noise.</summary>
internal static class TelemetryFile
{
    public static TimeSpan Write(string path, long rows, int series, bool withMemory)
    {
        var clock = Stopwatch.StartNew();
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 0);
        var buffer = new byte[1 << 20];
        var used = Encoding.UTF8.GetBytes(withMemory ? "timestamp,node,cpu_millicores,memory_bytes\n" : "timestamp,node,cpu_millicores\n", buffer);
        var names = Enumerable.Range(0, series).Select(i => Encoding.UTF8.GetBytes(string.Create(System.Globalization.CultureInfo.InvariantCulture, $",node-{i:00000},"))).ToArray();
        var start = new DateTime(2025, 1, 6, 0, 0, 0, DateTimeKind.Utc);
        var random = new Random(42);
        Span<byte> time = stackalloc byte[20];
        for (long row = 0; row < rows; row++)
        {
            var node = (int)(row % series);
            if (node == 0)
            {
                var at = start.AddMinutes(row / series * 5);
                at.TryFormat(time, out _, "yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
            }

            if (used > buffer.Length - 128)
            {
                file.Write(buffer, 0, used);
                used = 0;
            }

            time.CopyTo(buffer.AsSpan(used));
            used += time.Length;
            names[node].CopyTo(buffer, used);
            used += names[node].Length;
            var slot = row / series;
            var shape = 1 + (0.5 * Math.Sin((slot % 288 / 288.0 * Math.Tau) + node));
            var thousandths = (long)((100 + (node % 50 * 40)) * shape * (500 + random.Next(1000))) + 1;
            Utf8Formatter.TryFormat(thousandths / 1000, buffer.AsSpan(used), out var length);
            used += length;
            buffer[used++] = (byte)'.';
            Utf8Formatter.TryFormat(thousandths % 1000, buffer.AsSpan(used), out length, new System.Buffers.StandardFormat('D', 3));
            used += length;
            if (withMemory)
            {
                buffer[used++] = (byte)',';
                Utf8Formatter.TryFormat(2_000_000_000L + (node * 10_000_000L) + random.Next(500_000_000), buffer.AsSpan(used), out length);
                used += length;
            }

            buffer[used++] = (byte)'\n';
        }

        file.Write(buffer, 0, used);
        return clock.Elapsed;
    }
}
