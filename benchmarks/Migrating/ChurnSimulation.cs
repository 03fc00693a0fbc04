using System.Globalization;
using System.Text.Json;
using Placement.Benchmarks.Packing;
using Placement.Benchmarks.PlanetLab;
using Placement.Construction;
using Placement.Plans;
using Placement.Problems;
using Placement.Search;

namespace Placement.Benchmarks.Migrating;

/// <summary>Plans a fleet anew each day for a month while demands drift, carries the plan out, and plans again at once, which must move nothing.</summary>
internal static class ChurnSimulation
{
    public static int Run(string folder, BenchmarkArguments options)
    {
        var files = Directory.EnumerateFiles(folder, "*.csv*").Order(StringComparer.Ordinal).ToList();
        if (files.Count == 0)
        {
            Console.Error.WriteLine($"{folder}: no day; expected PlanetLab days as *.csv or *.csv.gz.");
            return 2;
        }

        var days = files.Select(TraceDay.Load).ToList();
        return Month("band", [days[0]], options) | Month("days", days, options);
    }

    /// <summary>Simulates the days. In the band, each plan must keep to the stated number of moves; where the traces take turns, demands change by more than that.</summary>
    private static int Month(string name, List<TraceDay> traces, BenchmarkArguments options)
    {
        var (days, machines, band, maxMoves, seed) = (options.Integer("days", 30), options.Integer("machines", 200), options.Integer("band", 100), options.Integer("max-moves", 20), options.Integer("seed", 1));
        var fleet = new ChurnFleet(traces, machines, band, seed);
        var nodeOf = Enumerable.Range(0, fleet.VmCount).Select(v => v % machines).ToArray();
        var steady = new SteadyPlanOptions
        {
            Permitted = new() { CapacityBandPerMille = band },
            Economics = new() { HorizonHours = 24 },
            Planning = new() { Attempts = 2, Seed = seed },
            Solve = new() { WorkLimit = options.Integer("work", 200_000), Threads = 1, TimeLimit = TimeSpan.FromMinutes(5), Seed = seed },
        };
        var fresh = new GreedySolver();
        var solver = new LocalSearchSolver();
        var (moves, again, unsafeSteps, anew, saved) = (new List<int>(), 0, 0, new List<int>(), 0L);
        Console.Error.WriteLine($"{name}: {fleet.VmCount} VMs, {machines} nodes at $0.40 an hour, traces {string.Join(", ", traces.Select(t => t.Name))}, each VM within +-{band / 10.0:0.#} %, at most {maxMoves} moves a day after the first");
        Console.Error.WriteLine($"{"day",4} {"cores",7} {"over",5} {"moves",6} {"again",6} {"nodes",6} {"saves $/h",10} {"saved $",9} {"unsafe",6} {"overload o/oo",13} {"moves if anew",13}");
        for (var day = 0; day < days; day++)
        {
            var model = fleet.On(day, nodeOf);
            var problem = ProblemCompiler.Compile(model, steady.Permitted);
            var packed = new GreedyPacker(problem, seed).Pack(GreedyMethod.FirstFitDecreasing, CancellationToken.None);
            var solved = day == 0 ? fresh.Solve(problem, steady.Solve) : solver.Solve(problem, steady.Solve);
            var over = AssignmentChecker.Check(problem, problem.Start()).Violations.Count;
            var limited = steady with { Economics = steady.Economics with { MaxMoves = day == 0 ? int.MaxValue : maxMoves } };
            var proposal = SteadyPlan.Propose(model, solved, solver, limited);
            var verdict = StepChecker.Check(problem, proposal.Plan, proposal.Limits);
            nodeOf = proposal.Plan.Target.Nodes.ToArray();
            moves.Add(proposal.Plan.MovedReplicas);
            anew.Add(Enumerable.Range(0, fleet.VmCount).Count(v => packed[v] != problem.Origin(v)));
            unsafeSteps += verdict.Faults.Count;

            var after = fleet.On(day, nodeOf);
            var left = limited with { Economics = limited.Economics with { MaxMoves = limited.Economics.MaxMoves - (day == 0 ? 0 : moves[^1]) is >= 0 and var rest ? rest : 0 } };
            var second = SteadyPlan.Propose(after, solver.Solve(ProblemCompiler.Compile(after, steady.Permitted), steady.Solve), solver, left).Plan.MovedReplicas;
            again += second;
            var nodes = nodeOf.Distinct().Count();
            var saving = (machines - nodes) * 400_000L;
            saved += saving * 24;
            Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{day + 1,4} {model.Workloads.Sum(w => w.Demand[0]) / 1000.0,7:0.0} {over,5} {moves[^1],6} {second,6} {nodes,6} {saving / 1e6,10:0.00} {saved / 1e6,9:0.00} {verdict.Faults.Count,6} {fleet.OverloadPerMille(day, nodeOf),13:0.00} {anew[^1],13}"));
        }

        var later = moves.Skip(1).DefaultIfEmpty().ToList();
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"after the first day: {later.Average():0.0} moves a day, at most {later.Max()}; planning again moved {again}; saved ${saved / 1e6:0}; packing anew each day would move {anew.Skip(1).DefaultIfEmpty().Average():0} a day"));
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("instance", "churn " + name);
            json.WriteNumber("days", days);
            json.WriteNumber("firstDayMoves", moves[0]);
            json.WriteNumber("meanMoves", Math.Round(later.Average(), 2));
            json.WriteNumber("mostMoves", later.Max());
            json.WriteNumber("againMoves", again);
            json.WriteNumber("unsafe", unsafeSteps);
            json.WriteNumber("savedDollars", saved / 1e6);
            json.WriteNumber("meanMovesAnew", Math.Round(anew.Skip(1).DefaultIfEmpty().Average(), 1));
            json.WriteNumber("seed", seed);
            json.WriteEndObject();
        }

        Console.Out.WriteLine(System.Text.Encoding.UTF8.GetString(stream.ToArray()));
        return again > 0 || unsafeSteps > 0 || (traces.Count == 1 && later.Max() > maxMoves) ? 1 : 0;
    }
}
