namespace Placement.Scheduling;

/// <summary>What a scheduler is plugged into: where it remembers, how it acts, what it sees.</summary>
public sealed record SchedulerParts
{
    /// <summary>Gets the store of decisions.</summary>
    public required IStateStore Store { get; init; }

    /// <summary>Gets the launcher.</summary>
    public required IWorkloadLauncher Launcher { get; init; }

    /// <summary>Gets the observer of nodes.</summary>
    public required INodeObserver Observer { get; init; }

    /// <summary>Gets the prober; null takes the default: HTTP and TCP from this host, commands by the launcher if it is an <see cref="ICommandRunner"/>.</summary>
    public IReplicaProber? Prober { get; init; }

    /// <summary>Gets the host's own rules.</summary>
    public IReadOnlyList<INodeFilter> Filters { get; init; } = [];

    /// <summary>Gets the host's own preferences.</summary>
    public IReadOnlyList<INodeScorer> Scorers { get; init; } = [];

    /// <summary>Gets what measures usage; null places by requests.</summary>
    public IUsageSource? Usage { get; init; }

    /// <summary>Gets the clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
