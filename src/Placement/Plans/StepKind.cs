namespace Placement.Plans;

/// <summary>What one step of a plan does to one replica.</summary>
public enum StepKind
{
    /// <summary>Starts the replica on the new node, waits until it runs, then stops it on the old one. Both copies are charged meanwhile.</summary>
    Move,

    /// <summary>Starts a copy of the replica: a first start, the second half of a stop-first move, or a copy that stays beside the old one until a later <see cref="Stop"/>.</summary>
    Start,

    /// <summary>Stops one copy of the replica.</summary>
    Stop,
}
