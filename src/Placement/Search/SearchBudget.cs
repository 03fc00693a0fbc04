using System.Diagnostics;
using Placement.Solving;

namespace Placement.Search;

/// <summary>What may still be spent: time, and steps when they are limited. Safe to share between threads.</summary>
/// <remarks>With a limit on work, schedules follow the work alone, so that one thread takes the same path on any machine.</remarks>
internal sealed class SearchBudget(SolveOptions options, Stopwatch clock, CancellationToken cancellationToken)
{
    private readonly double _seconds = options.TimeLimit.TotalSeconds;
    private double _reserve;
    private double _begun;
    private long _work;
    private volatile bool _ended;

    /// <summary>Gets the share of the budget that is spent, from 0.</summary>
    public double Spent => options.WorkLimit != long.MaxValue ? (double)Volatile.Read(ref _work) / options.WorkLimit : clock.Elapsed.TotalSeconds / Math.Max(1e-9, _seconds - _reserve);

    /// <summary>Gets the steps that the whole budget is good for, of all threads: the limit on work, or at the speed so far.</summary>
    public double Steps => options.WorkLimit != long.MaxValue ? options.WorkLimit : Volatile.Read(ref _work) / Math.Max(1e-9, Spent - _begun);

    /// <summary>Gets whether to stop now.</summary>
    public bool IsOver => _ended || Spent >= 1 || clock.Elapsed.TotalSeconds >= _seconds - _reserve || options.StopRequested.IsCancellationRequested || cancellationToken.IsCancellationRequested;

    /// <summary>Keeps time for what follows the search.</summary>
    public void Reserve(TimeSpan time) => _reserve = Math.Min(_seconds / 4, time.TotalSeconds);

    /// <summary>Tells that the steps begin now, so that what came before does not count in their speed.</summary>
    public void Begin() => _begun = Spent;

    /// <summary>Counts steps.</summary>
    public void Spend(long steps) => Interlocked.Add(ref _work, steps);

    /// <summary>Ends the search: the answer is proved, or a thread failed.</summary>
    public void End() => _ended = true;
}
