using System.Diagnostics;
using System.Globalization;
using Placement.Benchmarks.Packing;
using Placement.Testing;

namespace Placement.Benchmarks.Online;

/// <summary>Runs many schedules of the simulator on all cores; nightly by time instead of number.</summary>
internal sealed class SimulateCommand
{
    private readonly int _first;
    private readonly int _last;
    private readonly TimeSpan _limit;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly List<SimulationResult> _violations = [];
    private int _next;
    private long _done;
    private long _events;
    private long _starts;
    private long _faults;
    private long _acknowledged;

    private SimulateCommand(int first, int schedules, TimeSpan limit)
    {
        _first = first;
        _last = schedules > int.MaxValue - first ? int.MaxValue : first + schedules - 1;
        _limit = limit;
        _next = first - 1;
    }

    public static int Run(string[] args)
    {
        if (args is ["--help"])
        {
            Console.Error.WriteLine("simulate [--schedules 1000] [--seed FIRST] [--threads N]: that many schedules; simulate --minutes 480 --seed FIRST: as many as fit, for the night; simulate --log SEED: the log of one.");
            return 0;
        }

        var options = new BenchmarkArguments(args, "schedules", "seed", "threads", "minutes", "log");
        if (options.Text("log") is not null)
        {
            var one = Simulator.Run(new SimulationOptions { Seed = options.Integer("log", 0), Log = Console.Out });
            Console.Error.WriteLine(one.Violation ?? "no violation");
            return one.Violation is null ? 0 : 1;
        }

        var minutes = options.Number("minutes", 0);
        var command = new SimulateCommand(
            options.Integer("seed", 1),
            options.Integer("schedules", minutes > 0 ? int.MaxValue : 1000),
            minutes > 0 ? TimeSpan.FromMinutes(minutes) : TimeSpan.MaxValue);
        return command.Run(options.Integer("threads", Environment.ProcessorCount));
    }

    private int Run(int threads)
    {
        var workers = Enumerable.Range(0, threads).Select(_ => new Thread(Work)).ToArray();
        Array.ForEach(workers, w => w.Start());
        Array.ForEach(workers, w => w.Join());
        var seconds = _clock.Elapsed.TotalSeconds;
        foreach (var violation in _violations.OrderBy(v => v.Seed).Take(20))
        {
            Console.Error.WriteLine($"seed {violation.Seed}: {violation.Violation}");
        }

        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_done:N0} schedules, {_events:N0} events, {_starts:N0} starts, {_faults:N0} faults, {_acknowledged:N0} acknowledged requests in {seconds:F1} s on {threads} threads ({_done / seconds:F0} schedules a second); {_violations.Count} violations"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{{\"name\":\"simulate\",\"schedules\":{_done},\"firstSeed\":{_first},\"events\":{_events},\"starts\":{_starts},\"faults\":{_faults},\"acknowledged\":{_acknowledged},\"violations\":{_violations.Count},\"seconds\":{seconds:F2},\"schedulesPerSecond\":{_done / seconds:F1},\"threads\":{threads}}}"));
        return _violations.Count == 0 ? 0 : 1;
    }

    private void Work()
    {
        while (_clock.Elapsed < _limit && Interlocked.Increment(ref _next) is var seed && seed >= _first && seed <= _last)
        {
            var result = Simulator.Run(new SimulationOptions { Seed = seed });
            Interlocked.Add(ref _events, result.Events);
            Interlocked.Add(ref _starts, result.Starts);
            Interlocked.Add(ref _faults, result.Faults);
            Interlocked.Add(ref _acknowledged, result.Acknowledged);
            Interlocked.Increment(ref _done);
            if (result.Violation is not null)
            {
                lock (_violations)
                {
                    _violations.Add(result);
                }
            }
        }
    }
}
