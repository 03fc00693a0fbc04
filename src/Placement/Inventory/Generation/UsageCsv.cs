using System.Globalization;
using System.Text;

namespace Placement.Inventory.Generation;

/// <summary>Writes the telemetry: a row a sample, every five minutes, with the gaps and faults of real feeds.</summary>
internal sealed class UsageCsv
{
    private const int SlotsPerDay = 288;
    private const int SystemMillicores = 18;
    private const int SystemMebibytes = 620;

    private readonly FleetPlan _plan;
    private readonly FleetGeneratorOptions _options;
    private readonly List<ReplicaUsage> _replicas = [];

    public UsageCsv(FleetPlan plan, FleetGeneratorOptions options)
    {
        (_plan, _options) = (plan, options);
        foreach (var service in plan.Services)
        {
            for (var r = 0; r < service.Nodes.Length; r++)
            {
                _replicas.Add(new ReplicaUsage(service, r, SlotCount, unchecked((options.Seed * 1_000_003) + _replicas.Count)));
            }
        }
    }

    private int SlotCount => _options.Days * SlotsPerDay;

    public void WriteReplicas(Stream stream)
    {
        using var text = Writer(stream);
        text.Write("time,replica,cpu_millicores,memory_mib\n");
        var faults = new FaultScript(_options.Seed, SlotCount, _replicas.Count);
        for (var slot = 0; slot < SlotCount; slot++)
        {
            var time = Time(slot);
            for (var r = 0; r < _replicas.Count; r++)
            {
                if (_replicas[r].Next() is var (cpu, memory))
                {
                    text.Write(faults.Row(slot, r, time, _replicas[r].Id, cpu, memory) ?? $"{time},{_replicas[r].Id},{Text(cpu)},{Text(memory)}\n");
                }
            }
        }
    }

    public void WriteNodes(Stream stream)
    {
        using var text = Writer(stream);
        text.Write("time,node,cpu_percent,memory_mib\n");
        var onNode = _replicas.ToLookup(r => r.Node);
        var noise = new Random(unchecked((_options.Seed * 7919) + 17));
        for (var slot = 0; slot < SlotCount; slot++)
        {
            var time = Time(slot);
            for (var n = 0; n < _plan.Nodes.Count; n++)
            {
                var cpu = SystemMillicores + noise.Next(0, 8);
                var memory = SystemMebibytes;
                foreach (var replica in onNode[n])
                {
                    replica.Next();
                    cpu += replica.Cpu;
                    memory += replica.Memory;
                }

                // Per mille of the node's CPU, rounded: what an agent reports as a percentage with one decimal.
                var perMille = Math.Min(1000, ((cpu * 2) + _plan.Nodes[n].Cores) / (2 * _plan.Nodes[n].Cores));
                if (noise.Next(0, 2000) != 0)
                {
                    text.Write($"{time},{_plan.Nodes[n].Id},{Text(perMille / 10)}.{Text(perMille % 10)},{Text(memory)}\n");
                }
            }
        }
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static StreamWriter Writer(Stream stream) => new(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true);

    private string Time(int slot) => _options.Start.AddMinutes(5 * slot).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
