namespace Placement.Scheduling;

/// <summary>All that a store holds, at one moment.</summary>
public sealed record StoredState
{
    /// <summary>Gets every key with its value, in ordinal order of the keys; no value is null.</summary>
    public required IReadOnlyList<StateChange> Entries { get; init; }

    /// <summary>Gets the number of the last durable batch; 0 before the first.</summary>
    public required long LastBatch { get; init; }

    /// <summary>Gets the sequence of the last event; 0 before the first.</summary>
    public required long LastSequence { get; init; }
}
