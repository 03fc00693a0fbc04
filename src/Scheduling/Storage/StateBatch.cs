namespace Placement.Scheduling;

/// <summary>What one append makes durable, all or nothing.</summary>
public sealed record StateBatch
{
    /// <summary>Gets the number of the batch, one higher than the batch before.</summary>
    public required long Number { get; init; }

    /// <summary>Gets the keys changed, each at most once.</summary>
    public required IReadOnlyList<StateChange> Changes { get; init; }

    /// <summary>Gets the events added, with rising sequences.</summary>
    public required IReadOnlyList<SchedulerEvent> Events { get; init; }

    /// <summary>Gets the sequence of the oldest event to keep; a store may trim those before it, at any time.</summary>
    public long KeepEventsFrom { get; init; }
}
