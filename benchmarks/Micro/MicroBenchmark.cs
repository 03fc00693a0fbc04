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
        var priced = PricedAlone(loop);
        var before = loop.Counts;
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        // Processor time: what one core does in a second, whoever else runs on the machine.
        var begun = Environment.CpuUsage.TotalTime;
        while ((Environment.CpuUsage.TotalTime - begun).TotalSeconds < 2)
        {
            for (var i = 0; i < 20; i++)
            {
                loop.Round();
            }
        }

        var seconds = (Environment.CpuUsage.TotalTime - begun).TotalSeconds;
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        var counts = loop.Counts;
        var problem = MicroBenchmarks.BoundProblem();
        var model = MicroBenchmarks.ModelProblem();
        Console.Out.WriteLine(JsonSerializer.Serialize(new
        {
            benchmark = "micro",
            testedPerSecond = Math.Round((counts.Tested - before.Tested) / seconds),
            pricedPerSecond = Math.Round((counts.Priced - before.Priced) / seconds),
            pricedAlonePerSecond = Math.Round(priced),
            appliedPerSecond = Math.Round((counts.Applied - before.Applied) / seconds),
            allocatedBytesInLoop = allocated,
            processorSeconds = Math.Round(seconds, 2),
            boundMilliseconds = Milliseconds(() => LoadBalanceBound.Compute(problem)),
            modelLiterals = AssignmentModel.SizeOf(model),
            modelBuildMilliseconds = Milliseconds(() => GC.KeepAlive(new AssignmentModel(model)), warm: false),
        }));
        return 0;
    }

    /// <summary>How many moves with room are priced in a second of processor time when nothing else is done.</summary>
    private static double PricedAlone(HotLoop loop)
    {
        var moves = 0L;
        var begun = Environment.CpuUsage.TotalTime;
        while ((Environment.CpuUsage.TotalTime - begun).TotalSeconds < 1)
        {
            moves += loop.Price().Moves;
        }

        return moves / (Environment.CpuUsage.TotalTime - begun).TotalSeconds;
    }

    /// <summary>Processor time of one run, after one to warm up where that is cheap.</summary>
    private static double Milliseconds(Action action, bool warm = true)
    {
        if (warm)
        {
            action();
        }

        var begun = Environment.CpuUsage.TotalTime;
        action();
        return Math.Round((Environment.CpuUsage.TotalTime - begun).TotalMilliseconds, 2);
    }
}
