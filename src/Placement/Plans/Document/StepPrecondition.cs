namespace Placement.Plans;

/// <summary>Something that must be true of the world right before a step.</summary>
public sealed record StepPrecondition
{
    /// <summary>Gets the kind.</summary>
    public required PreconditionKind Kind { get; init; }

    /// <summary>Gets the node.</summary>
    public required string Node { get; init; }

    /// <summary>Gets the resource of a <see cref="PreconditionKind.Room"/>; otherwise absent.</summary>
    public string? Resource { get; init; }

    /// <summary>Gets the least free amount of a <see cref="PreconditionKind.Room"/>, in the resource's unit; otherwise 0.</summary>
    public long Amount { get; init; }

    /// <inheritdoc />
    public override string ToString() => Kind switch
    {
        PreconditionKind.RunsOn => $"runs on {Node}",
        PreconditionKind.NotOn => $"does not run on {Node}",
        PreconditionKind.AcceptsReplicas => $"{Node} accepts replicas",
        _ => $"{Node} has at least {Amount} {Resource} free",
    };
}
