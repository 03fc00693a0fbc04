using System.Globalization;
using System.Text;

namespace Placement.Cli.Tests.Sources;

/// <summary>Eight nodes, five services, three days of five-minute usage of each replica with gaps; the same data as CSV and as Prometheus history.</summary>
internal sealed class MeasuredFleet : IDisposable
{
    public const int Slots = 3 * 288;

    public static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    private static readonly (string Id, int Replicas)[] Services = [("web", 4), ("db", 2), ("cache", 2), ("job", 3), ("mail", 1)];

    private readonly Scratch _scratch = new();

    public MeasuredFleet()
    {
        var nodes = string.Concat(Enumerable.Range(1, 8).Select(n => string.Create(CultureInfo.InvariantCulture, $"n{n},8,32,{0.30 + (n * 0.01)}\n")));
        _scratch.Write("nodes.csv", "id,cpu,memory_gib,price\n" + nodes);
        var next = 0;
        var services = Services.Select(s => $"{s.Id},{s.Replicas},2,6GiB,{string.Join(';', Enumerable.Range(0, s.Replicas).Select(_ => $"n{(next++ % 8) + 1}"))}\n");
        _scratch.Write("services.csv", "id,replicas,cpu,memory,nodes\n" + string.Concat(services));
        _scratch.Write("usage.csv", Csv());
    }

    public static IEnumerable<string> Replicas => Services.SelectMany(s => Enumerable.Range(0, s.Replicas).Select(r => $"{s.Id}/{r}"));

    public string[] Inventory => ["--nodes", _scratch["nodes.csv"], "--workloads", _scratch["services.csv"]];

    public string UsagePath => _scratch["usage.csv"];

    public string this[string name] => _scratch[name];

    public string Write(string name, string text) => _scratch.Write(name, text);

    /// <summary>Usage of a replica in a slot, in millicores and bytes; a few are missing.</summary>
    public static (long Millicores, long Bytes)? Usage(int replica, int slot) => ((replica * 31) + slot) % 97 == 0
        ? null
        : (150 + (replica * 37) + (long)(400 * (1 + Math.Sin((slot % 288 / 288.0 * Math.Tau) + replica))) + (slot * 7919L % 53), (700L << 20) + (replica * (97L << 20)) + (slot * 7919L % (1 << 20)));

    public static string OpenMetrics()
    {
        var text = new StringBuilder();
        foreach (var (name, isCpu) in new[] { ("app_cpu_cores", true), ("app_memory_bytes", false) })
        {
            text.Append(CultureInfo.InvariantCulture, $"# TYPE {name} gauge\n");
            foreach (var (replica, number) in Replicas.Select((name, i) => (name, i)))
            {
                for (var slot = 0; slot < Slots; slot++)
                {
                    if (Usage(number, slot) is { } usage)
                    {
                        text.Append(CultureInfo.InvariantCulture, $"{name}{{pod=\"{replica.Replace('/', '-')}\"}} {(isCpu ? usage.Millicores / 1000m : usage.Bytes)} {Start.AddMinutes(5 * slot).ToUnixTimeSeconds()}\n");
                    }
                }
            }
        }

        return text.ToString();
    }

    public void Dispose() => _scratch.Dispose();

    public static string Csv() => "time,replica,cpu_millicores,memory_bytes\n" + string.Concat(
        from slot in Enumerable.Range(0, Slots)
        from replica in Replicas.Select((name, i) => (Name: name, Usage: Usage(i, slot)))
        where replica.Usage is not null
        select string.Create(CultureInfo.InvariantCulture, $"{Start.AddMinutes(5 * slot):yyyy-MM-ddTHH:mm:ssZ},{replica.Name},{replica.Usage!.Value.Millicores},{replica.Usage.Value.Bytes}\n"));
}
