using Placement.Scheduling;

namespace Placement.Benchmarks.Online;

/// <summary>A fleet of three machine sizes in eight zones, and services that would fill a stated share of it: the same for the same seed.</summary>
/// <remarks>Two thirds of the services carry no rule; the rest keep their replicas on different nodes, or in at least three zones, or evenly over the zones.</remarks>
internal sealed class OnlineStream
{
    private const long Mebibyte = 1 << 20;
    private static readonly (int Cores, int Gibibytes)[] Sizes = [(8, 32), (16, 64), (32, 96)];

    public OnlineStream(int nodes, int fillPercent, int seed)
    {
        var random = new Random(seed);
        Nodes = [.. Enumerable.Range(0, nodes).Select(n => NewNode(n, random))];
        var cpu = Nodes.Sum(n => n.CpuMillicores) / 100 * fillPercent;
        var memory = Nodes.Sum(n => n.MemoryBytes) / 100 * fillPercent;
        while (cpu > 0 && memory > 0)
        {
            var service = NewService(Services.Count, random);
            cpu -= service.CpuMillicores * service.Replicas;
            memory -= service.MemoryBytes * service.Replicas;
            Services.Add(service);
        }
    }

    public IReadOnlyList<NodeReport> Nodes { get; }

    public List<ServiceSpec> Services { get; } = [];

    private static NodeReport NewNode(int number, Random random)
    {
        var (cores, gibibytes) = Sizes[random.Next(Sizes.Length)];
        return new NodeReport
        {
            NodeId = $"n{number}",
            CpuMillicores = cores * 1000,
            MemoryBytes = gibibytes * 1024 * Mebibyte,
            Labels = new Dictionary<string, string>(1) { ["zone"] = $"z{random.Next(8)}" },
        };
    }

    private static ServiceSpec NewService(int number, Random random)
    {
        var cpu = 10 * (int)(25 * Math.Pow(32, random.NextDouble())); // 250 to 8000 millicores, log-uniform
        var rule = random.Next(9);
        return new ServiceSpec
        {
            Name = $"s{number}",
            Command = ["run"],
            CpuMillicores = cpu,
            MemoryBytes = cpu * random.Next(1000, 7000) / 1000 * 1024 / 1000 * Mebibyte,
            Replicas = random.Next(1, 9),
            SelfAntiAffinity = rule == 0,
            Spread = rule switch
            {
                1 => [new SpreadRule { Label = "zone", MinDomains = 3 }],
                2 => [new SpreadRule { Label = "zone", MaxSkew = 1 }],
                _ => [],
            },
        };
    }
}
