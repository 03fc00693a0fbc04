using Placement.Benchmarks.Packing;
using Placement.Problems;
using Placement.Search;

namespace Placement.Benchmarks.Roadef;

/// <summary>Machine reassignment: one instance of the challenge, or of its format, solved by local search.</summary>
internal static class RoadefBenchmark
{
    private const string Usage = "usage: roadef (--model FILE[.gz] --assignment FILE[.gz] | --generate MACHINESxPROCESSESxRESOURCES) [--time-limit SECONDS] [--threads N] [--seed N] [--work-limit STEPS] [--out FILE]";

    public static int Run(string[] args)
    {
        BenchmarkArguments arguments;
        try
        {
            arguments = new(args, "model", "assignment", "generate", "time-limit", "threads", "seed", "work-limit", "out");
        }
        catch (ArgumentException fault)
        {
            Console.Error.WriteLine($"{fault.Message}\n{Usage}");
            return 2;
        }

        var (model, assignment, size) = (arguments.Text("model"), arguments.Text("assignment"), arguments.Text("generate")?.Split('x').Select(int.Parse).ToArray());
        if (size is null ? model is null || assignment is null : size.Length != 3)
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        PlacementProblem problem;
        try
        {
            problem = size is null ? RoadefFiles.Read(model!, assignment!) : PlacementProblem.Create(RoadefFleet.Make(size[0], size[1], size[2], arguments.Integer("seed", 1)));
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
        ResultLine.Write(model is null ? "generated/" + arguments.Text("generate") : InstanceName(model), "cost", result, options.Seed);
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
