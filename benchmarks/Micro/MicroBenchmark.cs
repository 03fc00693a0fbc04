using System.Text.Json;
using BenchmarkDotNet.Running;
using Placement.Benchmarks.Packing;
using Placement.Benchmarks.Roadef;
using Placement.Bounds;
using Placement.ConstraintModels;
using Placement.Problems;
using Placement.Search;

namespace Placement.Benchmarks.Micro;

/// <summary>
/// Small measurements on one thread: <c>micro --quick</c> prints one JSON line in a few seconds, of a problem of its own or of an instance of the challenge; without it BenchmarkDotNet
/// measures the same with its statistics.
/// </summary>
internal static class MicroBenchmark
{
    private const int Seeds = 4;
    private const double SecondsEach = 0.5;
    private const string Usage = "usage: micro [--quick [--model FILE[.gz] --assignment FILE[.gz]]]";

    public static int Run(string[] args)
    {
        if (!args.Contains("--quick"))
        {
            BenchmarkSwitcher.FromTypes([typeof(MicroBenchmarks)]).Run(args.Length == 0 ? ["--filter", "*"] : args, MicroBenchmarks.Configuration);
            return 0;
        }

        PlacementProblem problem;
        List<HotLoop> loops;
        try
        {
            var arguments = new BenchmarkArguments([.. args.Where(argument => argument != "--quick")], "model", "assignment");
            problem = (arguments.Text("model"), arguments.Text("assignment")) switch
            {
                (null, null) => MicroBenchmarks.B1Shape(),
                ({ } file, { } start) => RoadefFiles.Read(file, start),
                _ => throw new ArgumentException("--model and --assignment go together."),
            };
            loops = [.. Enumerable.Range(1, Seeds).Select(seed => new HotLoop(problem, seed))];
        }
        catch (ArgumentException fault)
        {
            Console.Error.WriteLine($"{fault.Message}\n{Usage}");
            return 2;
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException or ProblemException or OverflowException)
        {
            Console.Error.WriteLine(fault.Message);
            return 3;
        }

        var priced = loops.Average(PricedAlone);
        var runs = loops.ConvertAll(Measure);
        var seconds = runs.Sum(run => run.Seconds);
        var model = MicroBenchmarks.ModelProblem();
        Console.Out.WriteLine(JsonSerializer.Serialize(new
        {
            benchmark = "micro",
            testedPerSecond = Math.Round(runs.Sum(run => run.Counts.Tested) / seconds),
            pricedPerSecond = Math.Round(runs.Sum(run => run.Counts.Priced) / seconds),
            pricedAlonePerSecond = Math.Round(priced),
            appliedPerSecond = Math.Round(runs.Sum(run => run.Counts.Applied) / seconds),
            allocatedBytesInLoop = runs.Sum(run => run.Allocated),
            assignments = Seeds,
            processorSeconds = Math.Round(seconds, 2),
            boundMilliseconds = Milliseconds(() => LoadBalanceBound.Compute(problem)),
            modelLiterals = AssignmentModel.SizeOf(model),
            modelBuildMilliseconds = Milliseconds(() => GC.KeepAlive(new AssignmentModel(model)), warm: false),
        }));
        return 0;
    }

    /// <summary>What the loop does in some processor time: what one core does in it, whoever else runs on the machine.</summary>
    private static (SearchCounts Counts, long Allocated, double Seconds) Measure(HotLoop loop)
    {
        var before = loop.Counts;
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var begun = Environment.CpuUsage.TotalTime;
        while ((Environment.CpuUsage.TotalTime - begun).TotalSeconds < SecondsEach)
        {
            for (var i = 0; i < 20; i++)
            {
                loop.Round();
            }
        }

        var seconds = (Environment.CpuUsage.TotalTime - begun).TotalSeconds;
        return (loop.Counts - before, GC.GetAllocatedBytesForCurrentThread() - allocated, seconds);
    }

    /// <summary>How many moves with room are priced in a second of processor time when nothing else is done.</summary>
    private static double PricedAlone(HotLoop loop)
    {
        var moves = 0L;
        var begun = Environment.CpuUsage.TotalTime;
        while ((Environment.CpuUsage.TotalTime - begun).TotalSeconds < SecondsEach)
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
