namespace Placement.Plans;

/// <summary>One line of an execution's journal.</summary>
internal sealed record JournalEntry
{
    /// <summary>Gets what happened.</summary>
    public required JournalEvent Event { get; init; }

    /// <summary>Gets the number of the step, or 0.</summary>
    public int Step { get; init; }

    /// <summary>Gets the SHA-256 of the plan, on the first line.</summary>
    public string? Plan { get; init; }

    /// <summary>Gets when it was written.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Gets the reason of a failure.</summary>
    public string? Reason { get; init; }
}
