using Placement.Solving;

namespace Placement.Backtesting;

/// <summary>A plan made on the first part of the telemetry, replayed on the rest.</summary>
public sealed record BacktestResult
{
    /// <summary>Gets the start of the telemetry.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>Gets the end of what the plan was made on, and the start of the replay.</summary>
    public required DateTimeOffset Split { get; init; }

    /// <summary>Gets the end of the telemetry.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>Gets the plan's solve.</summary>
    public required SolveResult Solved { get; init; }

    /// <summary>Gets what the plan would have gone through after <see cref="Split"/>; <see langword="null"/> when no plan was found.</summary>
    public ReplayResult? Plan { get; init; }

    /// <summary>Gets what the current assignment would have gone through after <see cref="Split"/>.</summary>
    public required ReplayResult Current { get; init; }
}
