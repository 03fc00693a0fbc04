namespace Placement.Scheduling;

/// <summary>The answer to a request.</summary>
public sealed record RequestOutcome
{
    /// <summary>Gets what came of it.</summary>
    public required RequestStatus Status { get; init; }

    /// <summary>Gets why a request was not accepted, in words; empty if it was.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Gets the faults of a specification that is not valid.</summary>
    public IReadOnlyList<SpecFault> Faults { get; init; } = [];

    /// <summary>Gets the sequence of the last event when the request was accepted: watching from here shows all that follows from it.</summary>
    public long Sequence { get; init; }

    /// <summary>Gets whether the request was accepted.</summary>
    public bool IsAccepted => Status == RequestStatus.Accepted;
}
