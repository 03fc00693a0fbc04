namespace Placement.Scheduling;

/// <summary>Something that the scheduler did or learnt, durable and in order.</summary>
public sealed record SchedulerEvent
{
    /// <summary>Gets the place in the order of events: 1, 2, 3, ...</summary>
    public required long Sequence { get; init; }

    /// <summary>Gets when, by the clock of the scheduler's host, in UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Gets what happened.</summary>
    public required SchedulerEventKind Kind { get; init; }

    /// <summary>Gets the service concerned, if any.</summary>
    public string? Service { get; init; }

    /// <summary>Gets the replica concerned, if any.</summary>
    public string? ReplicaId { get; init; }

    /// <summary>Gets the node concerned, if any.</summary>
    public string? NodeId { get; init; }

    /// <summary>Gets the details in words, if any.</summary>
    public string? Detail { get; init; }
}
