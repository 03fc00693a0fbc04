using System.Diagnostics;
using Placement.Benchmarks.Packing;
using Placement.Portfolio;
using Placement.Problems;
using Placement.Solving;

namespace Placement.Benchmarks.Scale;

/// <summary>Rebalances a generated fleet at the size of a data centre, and says when the first and when 95 % of the improvement was there.</summary>
internal static class ScaleBenchmark
{
    private const string Usage = "usage: scale [--nodes N] [--replicas N] [--time-limit SECONDS] [--threads N] [--seed N]";

    public static int Run(string[] args)
    {
        BenchmarkArguments arguments;
        try
        {
            arguments = new(args, "nodes", "replicas", "time-limit", "threads", "seed");
        }
        catch (ArgumentException fault)
        {
            Console.Error.WriteLine($"{fault.Message}\n{Usage}");
            return 2;
        }

        var clock = Stopwatch.StartNew();
        var (nodes, replicas) = (arguments.Integer("nodes", 10_000), arguments.Integer("replicas", 100_000));
        var problem = ScaleFleet.Make(nodes, replicas, arguments.Integer("seed", 1));
        var start = AssignmentChecker.Check(problem, problem.Start());
        if (!start.IsFeasible)
        {
            throw new InvalidOperationException($"The start must be feasible: {start.Violations[0].Message}");
        }

        var built = clock.Elapsed.TotalSeconds;
        Console.Error.WriteLine($"{problem.ReplicaCount:N0} replicas of {problem.WorkloadCount:N0} workloads on {problem.NodeCount:N0} nodes made and checked in {built:0.0} s; the start costs {start.Cost.Total:N0}");
        var course = new Course();
        var options = arguments.Options() with { Progress = course.Add };
        var result = new PortfolioSolver().Solve(problem, options);
        ResultLine.Header();
        ResultLine.Write($"scale/{nodes}x{replicas}", "cost", result, options.Seed,
        [
            new("startCost", start.Cost.Total),
            new("improvementShare", (start.Cost.Total - result.Cost) / (double)Math.Max(1, start.Cost.Total)),
            new("firstImprovementSeconds", course.TimeTo(start.Cost.Total - 1)),
            new("secondsTo95Percent", course.TimeTo(start.Cost.Total - (long)(0.95 * (start.Cost.Total - result.Cost)))),
            new("moves", result.Check?.Moves),
            new("generateAndCheckSeconds", Math.Round(built, 3)),
        ]);
        return result.Assignment is null ? 5 : 0;
    }

    /// <summary>The best cost over time. Safe for use from several threads.</summary>
    private sealed class Course
    {
        private readonly Lock _lock = new();
        private readonly List<(double Seconds, long Cost)> _points = [];

        public void Add(SolveProgress progress)
        {
            lock (_lock)
            {
                if (progress.Cost is { } cost && (_points.Count == 0 || cost < _points[^1].Cost))
                {
                    if (_points.Count == 0 || (int)_points[^1].Seconds / 5 != (int)progress.Elapsed.TotalSeconds / 5)
                    {
                        Console.Error.WriteLine($"{progress.Elapsed.TotalSeconds,8:0.0} s  {cost:N0}  {progress.Solver}");
                    }

                    _points.Add((progress.Elapsed.TotalSeconds, cost));
                }
            }
        }

        /// <summary>The seconds after which the cost was at most this, or null.</summary>
        public double? TimeTo(long cost)
        {
            lock (_lock)
            {
                var at = _points.FindIndex(p => p.Cost <= cost);
                return at < 0 ? null : Math.Round(_points[at].Seconds, 3);
            }
        }
    }
}
