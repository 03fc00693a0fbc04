using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Placement.Benchmarks.Packing;
using Placement.Benchmarks.Roadef;
using Placement.Plans;
using Placement.Problems;

namespace Placement.Benchmarks.Migrating;

/// <summary>Orders the moves of real and generated instances and has every prefix judged by the step checker.</summary>
internal static class MigrateBenchmark
{
    private const string Usage = "usage: migrate roadef --model FILE --assignment FILE [--solution FILE] | openb --nodes FILE --pods FILE | generated [--moves N] [--nodes N] | churn --planetlab DIRECTORY [--days N] [--machines N] [--band PER-MILLE] [--max-moves N] [--work N] | small [--instances N]   options: --seed N --time-limit SECONDS --attempts N --budget N --per-node N --per-wave N";

    public static int Run(string[] args)
    {
        if (args.Length == 0)
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        BenchmarkArguments options;
        try
        {
            options = new BenchmarkArguments(args[1..], "model", "assignment", "solution", "nodes", "pods", "moves", "machines", "planetlab", "days", "seed", "time-limit", "attempts", "budget", "per-node", "per-wave", "threads", "band", "max-moves", "work", "instances");
        }
        catch (ArgumentException e)
        {
            Console.Error.WriteLine(e.Message);
            Console.Error.WriteLine(Usage);
            return 2;
        }

        switch (args[0])
        {
            case "roadef" when options.Text("model") is { } model && options.Text("assignment") is { } assignment:
                var problem = RoadefFiles.Read(model, assignment);
                var target = options.Text("solution") is { } solution ? RoadefFiles.ReadAssignment(solution, problem.ReplicaCount, problem.NodeCount) : Targets.Solved(problem, options);
                return Report(Path.GetFileName(model), problem, target, Limits(options, 0, 1_000), options);
            case "openb" when options.Text("nodes") is { } nodes && options.Text("pods") is { } pods:
                var fleet = OpenbFleet.Read(nodes, pods);
                return Report("openb " + Path.GetFileName(pods), fleet, Targets.Solved(fleet, options), Limits(options, 1, 125_000_000), options);
            case "generated":
                var (made, goal) = Targets.Generated(options.Integer("moves", 100_000), options.Integer("nodes", 10_000), options.Integer("seed", 1));
                return Report($"generated {options.Integer("moves", 100_000)}", made, goal, Limits(options, 1, 125_000_000), options);
            case "churn" when options.Text("planetlab") is { } folder:
                return ChurnSimulation.Run(folder, options);
            case "small":
                return SmallOrders.Run(options);
            default:
                Console.Error.WriteLine(Usage);
                return 2;
        }
    }

    /// <summary>Plans, has it judged, prints a row on stderr and a JSON line on stdout. 0 when every prefix is safe.</summary>
    public static int Report(string name, PlacementProblem problem, Assignment target, MigrationLimits limits, BenchmarkArguments options)
    {
        var wanted = AssignmentChecker.Check(problem, target);
        if (!wanted.IsFeasible)
        {
            Console.Error.WriteLine($"{name}: the target breaks a rule: {wanted.Violations[0].Message}");
            return 1;
        }

        var clock = Stopwatch.StartNew();
        var processor = Environment.CpuUsage.TotalTime;
        var plan = MigrationPlanner.Plan(problem, target, limits, new MigrationOptions { Attempts = options.Integer("attempts", 0), Seed = options.Integer("seed", 1) });
        var planned = clock.Elapsed.TotalSeconds;
        var worked = (Environment.CpuUsage.TotalTime - processor).TotalSeconds;
        clock.Restart();
        var verdict = StepChecker.Check(problem, plan, limits);
        var end = AssignmentChecker.Check(problem, plan.Target);
        var judged = clock.Elapsed.TotalSeconds;
        var moves = Enumerable.Range(0, problem.ReplicaCount).Count(p => target[p] != problem.Origin(p));
        Console.Error.WriteLine($"{"instance",-28} {"moves",7} {"kept",5} {"steps",7} {"hops",5} {"waves",6} {"makespan s",11} {"bound s",9} {"plan s",7} {"cpu s",6} {"prefixes",8} {"unsafe",6} {"check s",7}");
        Console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-28} {moves,7} {plan.Kept.Count,5} {plan.StepCount,7} {plan.ExtraHops,5} {plan.Waves.Count,6} {plan.MakespanMilliseconds / 1000.0,11:0.0} {plan.MakespanBoundMilliseconds / 1000.0,9:0.0} {planned,7:0.00} {worked,6:0.00} {verdict.PrefixesJudged,8} {verdict.Faults.Count,6} {judged,7:0.00}"));
        foreach (var kept in plan.Kept.Take(20))
        {
            Console.Error.WriteLine($"  replica {kept.Replica} stays on node {kept.Node} instead of {kept.Wanted}: {kept.Reason}");
        }

        foreach (var fault in verdict.Faults.Take(5))
        {
            Console.Error.WriteLine($"  {fault.Code} in step {fault.Step} of wave {fault.Wave}: {fault.Message}");
        }

        foreach (var violation in end.Violations.Take(5))
        {
            Console.Error.WriteLine($"  end: {violation.Code}: {violation.Message}");
        }

        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("instance", name);
            json.WriteNumber("cost", end.Cost.Total);
            json.WriteNumber("targetCost", wanted.Cost.Total);
            json.WriteNumber("moves", moves);
            json.WriteNumber("kept", plan.Kept.Count);
            json.WriteNumber("steps", plan.StepCount);
            json.WriteNumber("extraHops", plan.ExtraHops);
            json.WriteNumber("waves", plan.Waves.Count);
            json.WriteNumber("makespanSeconds", plan.MakespanMilliseconds / 1000.0);
            json.WriteNumber("makespanBoundSeconds", plan.MakespanBoundMilliseconds / 1000.0);
            json.WriteNumber("seconds", Math.Round(planned, 3));
            json.WriteNumber("cpuSeconds", Math.Round(worked, 3));
            json.WriteNumber("prefixes", verdict.PrefixesJudged);
            json.WriteNumber("unsafe", verdict.Faults.Count);
            json.WriteBoolean("endFeasible", end.IsFeasible);
            json.WriteNumber("peakMegabytes", Process.GetCurrentProcess().PeakWorkingSet64 >> 20);
            json.WriteNumber("seed", options.Integer("seed", 1));
            json.WriteEndObject();
        }

        Console.Out.WriteLine(System.Text.Encoding.UTF8.GetString(stream.ToArray()));
        return verdict.IsSafe && end.IsFeasible ? 0 : 1;
    }

    private static MigrationLimits Limits(BenchmarkArguments options, int resource, long perSecond) => new()
    {
        MaxMovingPerWorkload = options.Integer("budget", 1),
        MaxStepsPerNode = options.Integer("per-node", 4),
        MaxStepsPerWave = options.Integer("per-wave", 256),
        MovedResource = resource,
        UnitsPerSecond = perSecond,
    };
}
