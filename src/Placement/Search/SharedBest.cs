using System.Diagnostics;
using Placement.Problems;
using Placement.Solving;

namespace Placement.Search;

/// <summary>The best assignment of all search threads. Safe for use from several threads.</summary>
internal sealed class SharedBest(SolveOptions options, Stopwatch clock, string solver)
{
    private const int ReportShare = 5;  // a report takes at most one part in so many of the time
    private static readonly long ShortestPause = Stopwatch.Frequency / 100;

    private readonly Lock _lock = new();
    private long _nextReport;
    private int[]? _nodes;
    private long _cost = long.MaxValue;

    /// <summary>Gets the cost of the best; <see cref="long.MaxValue"/> without one.</summary>
    public long Cost => Volatile.Read(ref _cost);

    /// <summary>Gets the best, or <see langword="null"/>.</summary>
    public Assignment? Assignment
    {
        get
        {
            lock (_lock)
            {
                return _nodes is null ? null : new Assignment(_nodes);
            }
        }
    }

    /// <summary>Takes a feasible state over when it is better.</summary>
    public void Offer(SearchState state)
    {
        if (state.Cost >= Cost || state.Violation > 0 || state.Lack > 0)
        {
            return;
        }

        lock (_lock)
        {
            if (state.Cost >= _cost)
            {
                return;
            }

            _nodes ??= new int[state.NodeOf.Length];
            state.NodeOf.CopyTo(_nodes, 0);
            Volatile.Write(ref _cost, state.Cost);
        }

        Report(state);
    }

    /// <summary>Reports the improvement, unless the last report was a moment ago: reports must not take the time of the search.</summary>
    private void Report(SearchState state)
    {
        var next = Volatile.Read(ref _nextReport);
        if (options.Progress is not { } progress || clock.ElapsedTicks < next || Interlocked.CompareExchange(ref _nextReport, long.MaxValue, next) != next)
        {
            return;
        }

        var begun = clock.ElapsedTicks;
        progress(new() { Solver = solver, Elapsed = clock.Elapsed, Assignment = state.Snapshot(), Cost = state.Cost });
        var now = clock.ElapsedTicks;
        Volatile.Write(ref _nextReport, now + Math.Max(ShortestPause, ReportShare * (now - begun)));
    }

    /// <summary>Makes a state equal to the best when that is better, or the state is not feasible.</summary>
    public void LoadInto(SearchState state)
    {
        lock (_lock)
        {
            if (_nodes is not null && (_cost < state.Cost || state.Violation > 0 || state.Lack > 0))
            {
                state.Load(_nodes);
            }
        }
    }
}
