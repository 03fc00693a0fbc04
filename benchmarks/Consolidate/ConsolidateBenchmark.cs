using Placement.Benchmarks.Packing;
using Placement.Bounds;
using Placement.Construction;
using Placement.Portfolio;
using Placement.Problems;
using Placement.Solving;

namespace Placement.Benchmarks.Consolidate;

/// <summary>The cheapest set of nodes for a whole fleet, in the formats of public traces, beside the greedy packers.</summary>
internal static class ConsolidateBenchmark
{
    public static int Run(string[] args)
    {
        var arguments = new BenchmarkArguments(args, "format", "nodes", "workloads", "time-limit", "threads", "work-limit", "seed", "out", "limits", "node-count", "types", "sizes", "rules", "replicas", "workload-count", "baseline");
        var instance = Load(arguments);
        var problem = PlacementProblem.Create(instance.Definition);
        var options = arguments.Options();
        ResultLine.Header();
        var result = new PortfolioSolver().Solve(problem, options with { Progress = Log });
        var verified = result.Bound.Certificate is not null && CertificateCheck.Proves(problem, result.Bound, out _);
        var more = new List<KeyValuePair<string, object?>>
        {
            new("nodes", result.Check?.NodesInUse),
            new("replicas", problem.ReplicaCount),
            new("certificate", result.Bound.Certificate is null ? "none" : verified ? "verified" : "FAILED"),
            new("boundExplanation", result.Bound.Explanation),
        };
        if (arguments.Text("baseline") != "off")
        {
            foreach (var method in Enum.GetValues<GreedyMethod>())
            {
                var greedy = new GreedySolver(method).Solve(problem, options);
                more.Add(new("greedy/" + method, greedy.Assignment is null ? null : greedy.Cost));
                Console.Error.WriteLine($"{"",-34} {(greedy.Assignment is null ? "none" : greedy.Cost),14}  greedy/{method}");
            }
        }

        ResultLine.Write(instance.Name, "cost", result, options.Seed, more);
        if (arguments.Text("out") is { } file && result.Assignment is { } assignment)
        {
            File.WriteAllLines(file, ["replica,node", .. Enumerable.Range(0, problem.ReplicaCount).Select(p => $"{instance.ReplicaName(p)},{(assignment[p] < 0 ? "" : instance.NodeName(assignment[p]))}")]);
        }

        return 0;
    }

    private static void Log(SolveProgress progress) =>
        Console.Error.WriteLine(FormattableString.Invariant($"  {progress.Elapsed.TotalSeconds,7:0.00} s  {(progress.Cost is { } cost ? $"cost {cost}" : $"bound {progress.Bound?.Value}")}  {progress.Solver}"));

    private static ConsolidationInstance Load(BenchmarkArguments arguments)
    {
        var (nodes, workloads) = (arguments.Text("nodes"), arguments.Text("workloads"));
        string Needed(string? value, string name) => value ?? throw new ArgumentException($"This format needs --{name} FILE.");
        return arguments.Text("format") switch
        {
            "openb" => ConsolidationFiles.Openb(Needed(nodes, "nodes"), Needed(workloads, "workloads")),
            "cloudbalancing" => ConsolidationFiles.CloudBalancing(Needed(workloads ?? nodes, "workloads")),
            "dlrm" => ConsolidationFiles.Dlrm(nodes, Needed(workloads, "workloads")),
            "tclab" => ConsolidationFiles.Tclab(Needed(workloads, "workloads"), arguments.Integer("node-count", 6_000), arguments.Text("limits") != "off"),
            "generated" => GeneratedFleet.Make(
                arguments.Integer("replicas", 10_000), arguments.Integer("workload-count", 300), arguments.Integer("types", 1), arguments.Text("sizes") != "irregular", arguments.Text("rules") == "on", arguments.Integer("seed", 1)),
            var other => throw new ArgumentException($"--format is '{other}'; it must be openb, cloudbalancing, dlrm, tclab or generated."),
        };
    }
}
