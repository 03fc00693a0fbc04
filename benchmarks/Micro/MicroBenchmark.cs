using System.Diagnostics;
using System.Text.Json;
using BenchmarkDotNet.Running;
using Placement.Bounds;
using Placement.ConstraintModels;

namespace Placement.Benchmarks.Micro;

/// <summary>Small measurements on one thread: <c>micro --quick</c> prints one JSON line in a few seconds; without it BenchmarkDotNet measures the same with its statistics.</summary>
internal static class MicroBenchmark
{
    public static int Run(string[] args)
    {
        if (!args.Contains("--quick"))
        {
            BenchmarkSwitcher.FromTypes([typeof(MicroBenchmarks)]).Run(args.Length == 0 ? ["--filter", "*"] : args, MicroBenchmarks.Configuration);
            return 0;
        }

        var loop = new HotLoop();
        var before = loop.Counts;
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed.TotalSeconds < 3)
        {
            loop.Round();
        }

        var seconds = clock.Elapsed.TotalSeconds;
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        var counts = loop.Counts;
        var problem = MicroBenchmarks.BoundProblem();
        var model = MicroBenchmarks.ModelProblem();
        Console.Out.WriteLine(JsonSerializer.Serialize(new
        {
            benchmark = "micro",
            testedPerSecond = Math.Round((counts.Tested - before.Tested) / seconds),
            pricedPerSecond = Math.Round((counts.Priced - before.Priced) / seconds),
            appliedPerSecond = Math.Round((counts.Applied - before.Applied) / seconds),
            allocatedBytesInLoop = allocated,
            boundMilliseconds = Milliseconds(() => LoadBalanceBound.Compute(problem)),
            modelLiterals = AssignmentModel.SizeOf(model),
            modelBuildMilliseconds = Milliseconds(() => GC.KeepAlive(new AssignmentModel(model))),
        }));
        return 0;
    }

    /// <summary>The median of five, after one to warm up.</summary>
    private static double Milliseconds(Action action)
    {
        action();
        var times = Enumerable.Range(0, 5).Select(_ =>
        {
            var clock = Stopwatch.StartNew();
            action();
            return clock.Elapsed.TotalMilliseconds;
        }).Order().ToList();
        return Math.Round(times[2], 2);
    }
}
