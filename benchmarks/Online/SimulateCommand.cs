using System.Diagnostics;
using System.Globalization;
using Placement.Testing;

namespace Placement.Benchmarks.Online;

/// <summary>Runs many schedules of the simulator on all cores and stops at the first violations: <c>simulate --schedules N --seed FIRST --threads N [--log SEED]</c>.</summary>
internal static class SimulateCommand
{
    public static int Run(string[] args)
    {
        var schedules = Number(args, "--schedules", 1000);
        var first = Number(args, "--seed", 1);
        var threads = Number(args, "--threads", Environment.ProcessorCount);
        if (Number(args, "--log", -1) is >= 0 and var logged)
        {
            var one = Simulator.Run(new SimulationOptions { Seed = logged, Log = Console.Out });
            Console.Error.WriteLine(one.Violation ?? "no violation");
            return one.Violation is null ? 0 : 1;
        }

        var clock = Stopwatch.StartNew();
        var next = first - 1;
        long events = 0, starts = 0, faults = 0, acknowledged = 0, done = 0;
        var violations = new List<SimulationResult>();
        var workers = Enumerable.Range(0, threads).Select(_ => new Thread(() =>
        {
            while (true)
            {
                var seed = Interlocked.Increment(ref next);
                if (seed >= first + schedules)
                {
                    return;
                }

                var result = Simulator.Run(new SimulationOptions { Seed = seed });
                Interlocked.Add(ref events, result.Events);
                Interlocked.Add(ref starts, result.Starts);
                Interlocked.Add(ref faults, result.Faults);
                Interlocked.Add(ref acknowledged, result.Acknowledged);
                Interlocked.Increment(ref done);
                if (result.Violation is not null)
                {
                    lock (violations)
                    {
                        violations.Add(result);
                    }
                }
            }
        })).ToArray();
        Array.ForEach(workers, w => w.Start());
        Array.ForEach(workers, w => w.Join());
        var seconds = clock.Elapsed.TotalSeconds;
        foreach (var violation in violations.OrderBy(v => v.Seed).Take(20))
        {
            Console.Error.WriteLine($"seed {violation.Seed}: {violation.Violation}");
        }

        Console.Error.WriteLine($"{done} schedules, {events} events, {starts} starts, {faults} faults, {acknowledged} acknowledged requests in {seconds:F1} s on {threads} threads; {violations.Count} violations");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{{\"name\":\"simulate\",\"schedules\":{done},\"firstSeed\":{first},\"events\":{events},\"starts\":{starts},\"faults\":{faults},\"acknowledged\":{acknowledged},\"violations\":{violations.Count},\"seconds\":{seconds:F2},\"threads\":{threads}}}"));
        return violations.Count == 0 ? 0 : 1;
    }

    private static int Number(string[] args, string name, int otherwise)
    {
        var at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;
    }
}
