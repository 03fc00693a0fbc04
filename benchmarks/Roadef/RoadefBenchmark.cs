using Placement.Benchmarks.Packing;
using Placement.Problems;
using Placement.Search;

namespace Placement.Benchmarks.Roadef;

/// <summary>Machine reassignment: one instance of the challenge, or of its format, solved by local search.</summary>
internal static class RoadefBenchmark
{
    private const string Usage = "usage: roadef --model FILE[.gz] --assignment FILE[.gz] [--time-limit SECONDS] [--threads N] [--seed N] [--work-limit STEPS] [--out FILE]";

    public static int Run(string[] args)
    {
        BenchmarkArguments arguments;
        try
        {
            arguments = new(args, "model", "assignment", "time-limit", "threads", "seed", "work-limit", "out");
        }
        catch (ArgumentException fault)
        {
            Console.Error.WriteLine($"{fault.Message}\n{Usage}");
            return 2;
        }

        if (arguments.Text("model") is not { } model || arguments.Text("assignment") is not { } assignment)
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        PlacementProblem problem;
        try
        {
            problem = RoadefFiles.Read(model, assignment);
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException or ProblemException or OverflowException)
        {
            Console.Error.WriteLine(fault.Message);
            return 3;
        }

        var options = arguments.Options() with { Progress = Report() };
        if (arguments.Text("work-limit") is { } limit)
        {
            options = options with { WorkLimit = long.Parse(limit, System.Globalization.CultureInfo.InvariantCulture) };
        }

        var result = new LocalSearchSolver().Solve(problem, options);
        if (result.Assignment is { } best && arguments.Text("out") is { } path)
        {
            RoadefFiles.Write(path, best);
        }

        ResultLine.Header();
        ResultLine.Write(InstanceName(model), "cost", result, options.Seed);
        return result.Assignment is null ? 5 : 0;
    }

    private static string InstanceName(string path) => Path.GetFileName(path).Replace(".gz", "", StringComparison.Ordinal).Replace(".txt", "", StringComparison.Ordinal).Replace("model_", "", StringComparison.Ordinal);

    /// <summary>Prints the best cost about once in ten seconds.</summary>
    private static Action<Solving.SolveProgress> Report()
    {
        var next = TimeSpan.Zero;
        var gate = new Lock();
        return progress =>
        {
            lock (gate)
            {
                if (progress.Cost is { } cost && progress.Elapsed >= next)
                {
                    next = progress.Elapsed + TimeSpan.FromSeconds(10);
                    Console.Error.WriteLine($"{progress.Elapsed.TotalSeconds,8:0.0} s  {cost:N0}");
                }
            }
        };
    }
}
