using System.Globalization;

namespace Placement.Inventory.Generation;

/// <summary>The nodes and services of a generated fleet: each service alone on nodes of its own, as a configuration tool hard-codes it.</summary>
internal sealed record FleetPlan(IReadOnlyList<NodePlan> Nodes, IReadOnlyList<ServicePlan> Services)
{
    private static readonly string[] Zones = ["a", "b", "c"];

    /// <summary>Of 14 nodes, 8 are general of the small size, 4 of the double size and 2 with much memory: shares of real fleets that grew.</summary>
    private static readonly (string Type, int Cores, int Gibibytes, string Price)[] Types =
        [("m5.2xlarge", 8, 32, "0.384"), ("m5.4xlarge", 16, 64, "0.768"), ("r5.4xlarge", 16, 128, "1.008")];

    private static readonly int[] TypeOf = [0, 0, 1, 0, 0, 1, 2, 0, 0, 1, 0, 0, 1, 2];

    /// <summary>The service whose licence holds on its node only.</summary>
    private const string Pinned = "licence-server";

    private static readonly string[] Names =
    [
        "storefront", "checkout", "payment", "catalogue", "search", "orders-db", "orders", "customers-db", "customers", "session-cache",
        "recommendations", "inventory", "pricing", "shipping", "invoicing", "mail-out", "notifications", "image-resize", "cms", "blog",
        "identity", "audit-log", "metrics-store", "log-index", "dashboards", "ci-server", "artifact-store", "code-review", "wiki", "tickets",
        "warehouse-db", "reporting", "etl-nightly", "fraud-score", "partner-api", "mobile-api", "gateway", "dns-internal", "message-broker", "schema-registry",
        "feature-flags", Pinned, "backup", "loyalty", "returns",
    ];

    /// <summary>Services that are hot first, where they sit on small nodes: their jobs run at night, when nobody looks.</summary>
    private static readonly string[] Busy = ["etl-nightly", "backup", "fraud-score", "reporting", "ci-server", "image-resize", "log-index", "artifact-store"];

    public static FleetPlan Create(FleetGeneratorOptions options)
    {
        var random = new Random(options.Seed);
        NodePlan[] nodes = [.. Enumerable.Range(0, options.Nodes).Select(Node)];
        var free = Enumerable.Range(0, nodes.Length).ToList();
        var services = new List<ServicePlan>();
        while (free.Count > 0)
        {
            services.Add(Service(services.Count, nodes, free, random));
        }

        return new(nodes, Wired(nodes, services, random));
    }

    private static NodePlan Node(int n)
    {
        var type = TypeOf[n % TypeOf.Length];
        var (name, cores, gibibytes, price) = Types[type];
        var zone = Zones[n % Zones.Length];
        return new(
            string.Create(CultureInfo.InvariantCulture, $"srv-{n + 1:000}"), name, cores, gibibytes, price, zone,
            string.Create(CultureInfo.InvariantCulture, $"{zone}{1 + (n / Zones.Length % 4)}"), type == 0 ? "disk=ssd" : "disk=nvme", "");
    }

    /// <summary>Takes 1 to 4 free nodes, of one type and different zones where there still are such.</summary>
    private static ServicePlan Service(int number, NodePlan[] nodes, List<int> free, Random random)
    {
        // Of 45 services 29 have one replica, 9 two, 5 three and 2 four: 70 together.
        var replicas = Math.Min(free.Count, (number % 45) switch { 0 or 9 => 4, 1 or 3 or 4 or 35 or 36 => 3, 2 or 6 or 8 or 10 or 16 or 20 or 34 or 38 or 43 => 2, _ => 1 });
        var first = free[0];
        var mine = new List<int> { first };
        foreach (var candidate in free.Skip(1).OrderBy(n => nodes[n].Type == nodes[first].Type ? 0 : 1).ThenBy(n => n).ToList())
        {
            if (mine.Count < replicas && mine.TrueForAll(m => nodes[m].Zone != nodes[candidate].Zone || mine.Count >= Zones.Length))
            {
                mine.Add(candidate);
            }
        }

        free.RemoveAll(mine.Contains);
        var gibibytes = nodes[first].Gibibytes;
        var mebibytes = gibibytes * 1024 * random.Next(13, 27) / 100;
        var peak = random.Next(60, 420);
        return new()
        {
            Id = number < Names.Length ? Names[number] : string.Create(CultureInfo.InvariantCulture, $"{Names[number % Names.Length]}-{1 + (number / Names.Length)}"),
            Shape = (number % 7) switch { 0 or 1 => ServiceShape.Evening, 2 or 4 or 5 => ServiceShape.Office, 3 => ServiceShape.Steady, _ => ServiceShape.Nightly },
            Nodes = [.. mine],
            PeakMillicores = peak,
            QuietMillicores = Math.Max(4, peak / 12),
            Mebibytes = mebibytes,
            RequestedMillicores = 500 * random.Next(2, 7),
            RequestedMebibytes = 512 * ((mebibytes * random.Next(18, 30) / 10 / 512) + 1),
            Priority = 10 * random.Next(0, 4),
        };
    }

    /// <summary>Makes every fourteenth node hot, but none that its service cannot leave, and adds the rules that tie real fleets down.</summary>
    private static List<ServicePlan> Wired(NodePlan[] nodes, List<ServicePlan> services, Random random)
    {
        var hot = Math.Max(1, nodes.Length / 14);
        var candidates = services.Where(s => s.Nodes.Length == 1 && nodes[s.Nodes[0]].Cores == 8 && !s.Id.Contains("-db", StringComparison.Ordinal) && s.Id != Pinned)
            .OrderBy(s => Array.IndexOf(Busy, s.Id) is var at && at < 0 ? Busy.Length : at).Take(hot).Select(s => s.Id).ToHashSet(StringComparer.Ordinal);
        var wired = services.ConvertAll(s => candidates.Contains(s.Id)
            ? s with { Shape = ServiceShape.Nightly, PeakMillicores = random.Next(5900, 6900), QuietMillicores = random.Next(150, 300), RequestedMillicores = 8000 }
            : s);
        for (var i = 0; i < wired.Count; i++)
        {
            wired[i] = wired[i].Id switch
            {
                Pinned => wired[i] with { Pin = nodes[wired[i].Nodes[0]].Id },
                "orders-db" or "customers-db" or "warehouse-db" => wired[i] with { Selector = nodes[wired[i].Nodes[0]].Labels, Priority = 100 },
                "reporting" => wired[i] with { ApartFrom = Existing(wired, "warehouse-db") },
                "etl-nightly" => wired[i] with { ApartFrom = Existing(wired, "orders-db") },
                "payment" => wired[i] with { Tolerations = "pci", Priority = 100 },
                "loyalty" => wired[i] with { BornAfter = 0.65 },
                _ => wired[i],
            };
        }

        // Payment's nodes are certified, so nothing else may share them.
        foreach (var node in wired.Where(s => s.Id == "payment").SelectMany(s => s.Nodes))
        {
            nodes[node] = nodes[node] with { Taints = "pci", Labels = nodes[node].Labels + ";pci=yes" };
        }

        return wired.ConvertAll(s => s.Id == "payment" ? s with { Selector = "pci=yes" } : s);
    }

    private static string Existing(List<ServicePlan> services, string id) => services.Exists(s => s.Id == id) ? id : "";
}
