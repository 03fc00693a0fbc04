using Placement.Model;
using Placement.Portfolio;
using Placement.Problems;
using Placement.Solving;

// Four nodes in two zones at $0.20 an hour, three services hard-coded on nodes of their own.
const long GiB = 1L << 30;
Node Machine(string id, string zone) => new()
{
    Id = id,
    Capacity = [8_000, 32 * GiB],           // millicores, bytes
    PriceMicroDollarsPerHour = 200_000,
    Labels = new Dictionary<string, string> { ["zone"] = zone },
};
Workload Service(string id, long millicores, long bytes, params string[] nodes) => new()
{
    Id = id,
    Demand = [millicores, bytes],
    Replicas = [.. nodes.Select((node, i) => new Replica { Id = $"{id}/{i}", Node = node })],
};
var fleet = new ClusterModel
{
    Nodes = [Machine("n1", "a"), Machine("n2", "a"), Machine("n3", "b"), Machine("n4", "b")],
    Workloads = [Service("web", 1_500, 4 * GiB, "n1", "n3"), Service("db", 2_000, 16 * GiB, "n2"), Service("cache", 500, 8 * GiB, "n4")],
    Rules = [new Spread { Workload = "web", Label = "zone", MinDomains = 2 }],
};

var result = new PortfolioSolver().Solve(ProblemCompiler.Compile(fleet), new SolveOptions { TimeLimit = TimeSpan.FromSeconds(5) });

Console.WriteLine($"{result.Status}: {result.Check!.NodesInUse} of {fleet.Nodes.Count} nodes, ${result.Cost / 1e6:0.00} an hour; no plan costs less than ${result.Bound.Value / 1e6:0.00}: {result.Bound.Explanation}");
var replica = 0;
foreach (var copy in fleet.Workloads.SelectMany(w => w.Replicas))
{
    Console.WriteLine($"  {copy.Id,-8} {copy.Node} -> {fleet.Nodes[result.Assignment![replica++]].Id}");
}
