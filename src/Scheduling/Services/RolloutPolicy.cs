namespace Placement.Scheduling;

/// <summary>How replicas are replaced by an update, a drain or a rebalance.</summary>
/// <remarks>At no time more than <c>Replicas + MaxSurge</c> replicas are meant to run, and no healthy replica is stopped while it would leave
/// fewer than <c>Replicas - MaxUnavailable</c> available ones.</remarks>
public sealed record RolloutPolicy
{
    /// <summary>Gets how many replicas may run above the wanted number.</summary>
    /// <value>0 to 1,000; the default is 1. Not 0 together with <see cref="MaxUnavailable"/>.</value>
    public int MaxSurge { get; init; } = 1;

    /// <summary>Gets how many of the wanted replicas may be missing.</summary>
    /// <value>0 to 1,000; the default is 0.</value>
    public int MaxUnavailable { get; init; }

    /// <summary>Gets how long a new replica must stay available before it counts.</summary>
    /// <value>0 to 1 hour; the default is 0.</value>
    public TimeSpan MinReady { get; init; } = TimeSpan.Zero;

    /// <summary>Gets how many failures of new replicas end an update.</summary>
    /// <value>1 to 1,000; the default is 3.</value>
    public int MaxFailures { get; init; } = 3;

    /// <summary>Gets whether a failed update goes back to the revision before it.</summary>
    /// <value>The default is true; otherwise the update stops where it is.</value>
    public bool RollBack { get; init; } = true;
}
