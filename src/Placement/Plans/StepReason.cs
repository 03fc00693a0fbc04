namespace Placement.Plans;

/// <summary>Why a step is part of a plan. The names are stable: plans and reports use them.</summary>
public enum StepReason
{
    /// <summary>Brings the replica to its target.</summary>
    ToTarget,

    /// <summary>An extra hop through another node, which makes room for a move that is blocked in a cycle.</summary>
    BreaksCycle,

    /// <summary>Stops the replica before it runs on its new node, as its workload permits, because no other order is safe.</summary>
    StopFirst,

    /// <summary>Starts the new copy early, or keeps the old one longer, because other workloads depend on it.</summary>
    HoldsCopy,
}
