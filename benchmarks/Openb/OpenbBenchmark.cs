using System.Globalization;
using System.Text.Json;
using Placement.Benchmarks.Packing;

namespace Placement.Benchmarks.Openb;

/// <summary>
/// Places GPU pods as they come, by the protocol of the fragmentation-gradient paper, and says how much GPU is unallocated when arrivals reach
/// 100 % of it: <c>openb --nodes FILE --workloads FILE [--seed 42] [--seeds 10]</c>; with <c>--arrivals once</c> every pod once on every node.
/// </summary>
internal static class OpenbBenchmark
{
    public static int Run(string[] args)
    {
        var arguments = new BenchmarkArguments(args, "nodes", "workloads", "seed", "seeds", "arrivals", "time-limit", "threads");
        var podsFile = arguments.Text("workloads") ?? throw new ArgumentException("openb needs --workloads FILE.");
        var trace = new OpenbTrace(arguments.Text("nodes") ?? throw new ArgumentException("openb needs --nodes FILE."), podsFile);
        var fragmentation = new Fragmentation(trace.Pods);
        IGpuPolicy[] policies = [new FirstFit(), new FragmentationGradient(fragmentation), new AlignedFragmentation(fragmentation)];
        var list = Path.GetFileName(podsFile).Replace("openb_pod_list_", "", StringComparison.Ordinal).Split('.')[0];
        Console.Error.WriteLine($"{"list",-20} {"policy",-22} {"unallocated GPU % at 100 %",26} {"at the end %",13} {"placed",7} {"of",7} {"s",6}");
        switch (arguments.Text("arrivals") ?? "shuffled")
        {
            case "shuffled":
                var seeds = Enumerable.Range(arguments.Integer("seed", 42), arguments.Integer("seeds", 10)).ToList();
                foreach (var policy in policies)
                {
                    Write(list, policy.Name, [.. seeds.Select(seed => Arrivals.Shuffled(trace, seed).Run(policy))]);
                }

                return 0;
            case "once":
                foreach (var policy in policies)
                {
                    Write(list, policy.Name + ", file order", [Arrivals.Once(trace, largestFirst: false).Run(policy)]);
                    Write(list, policy.Name + ", largest", [Arrivals.Once(trace, largestFirst: true).Run(policy)]);
                }

                return 0;
            case var other:
                throw new ArgumentException($"--arrivals is '{other}'; it must be shuffled or once.");
        }
    }

    private static void Write(string list, string policy, IReadOnlyList<OpenbRun> runs)
    {
        var mean = new OpenbRun(0, runs.Average(r => r.Unallocated), runs.Average(r => r.AtEnd), (int)runs.Average(r => r.Placed), (int)runs.Average(r => r.Pods), runs.Sum(r => r.Seconds));
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{list,-20} {policy,-22} {mean.Unallocated,26:0.00} {mean.AtEnd,13:0.00} {mean.Placed,7} {mean.Pods,7} {mean.Seconds,6:0.0}"));
        Console.Out.WriteLine(JsonSerializer.Serialize(new
        {
            instance = list,
            policy,
            unallocatedGpuPercent = Math.Round(mean.Unallocated, 3),
            unallocatedGpuPercentAtEnd = Math.Round(mean.AtEnd, 3),
            placed = mean.Placed,
            pods = mean.Pods,
            bySeed = runs.ToDictionary(r => r.Seed.ToString(CultureInfo.InvariantCulture), r => Math.Round(r.Unallocated, 3)),
            seconds = Math.Round(mean.Seconds, 3),
        }));
    }
}
