using Placement.Problems;

namespace Placement.Solving;

/// <summary>Limits and settings of one solve.</summary>
public sealed record SolveOptions
{
    /// <summary>Gets the time after which the best so far is returned.</summary>
    /// <value>Above zero. The default is 30 s.</value>
    public TimeSpan TimeLimit
    {
        get;
        init => field = value > TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "TimeLimit must be above zero.");
    } = TimeSpan.FromSeconds(30);

    /// <summary>Gets a limit on work that does not depend on the machine: the same problem, seed and limit give the same answer everywhere, provided <see cref="Threads"/> is 1 and the time limit is not reached first.</summary>
    /// <value>In units of a solver's own (iterations); at least 1. The default is no limit.</value>
    public long WorkLimit
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "WorkLimit must be at least 1.");
    } = long.MaxValue;

    /// <summary>Gets the number of threads.</summary>
    /// <value>1 to 256. The default is the number of processors, at most 8.</value>
    public int Threads
    {
        get;
        init => field = value is >= 1 and <= 256 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Threads must be from 1 to 256.");
    } = Math.Min(8, Environment.ProcessorCount);

    /// <summary>Gets the seed of every random choice. The default is 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Gets an assignment to start from; <see langword="null"/> lets the solver begin with the start of the problem, or with nothing.</summary>
    public Assignment? Start { get; init; }

    /// <summary>Gets a token that ends the solve early with the best so far, as if the time limit had come.</summary>
    public CancellationToken StopRequested { get; init; }

    /// <summary>Gets a receiver of every improvement of the best answer or the bound; called from solver threads, must return quickly.</summary>
    public Action<SolveProgress>? Progress { get; init; }
}
