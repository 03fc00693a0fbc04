namespace Placement.Plans;

/// <summary>What is wrong with a plan.json. The names are stable.</summary>
public enum PlanFaultCode
{
    /// <summary>The plan was made from another model than the one it is checked against.</summary>
    Snapshot,

    /// <summary>A name that the model does not have.</summary>
    UnknownName,

    /// <summary>A replica of the model is nowhere in the target.</summary>
    LostReplica,

    /// <summary>A replica is in the target more than once.</summary>
    DuplicatedReplica,

    /// <summary>A replica has no node, and the plan does not permit that.</summary>
    Unplaced,

    /// <summary>A node of the target holds more than its capacity.</summary>
    Capacity,

    /// <summary>A rule of the model is broken in the target.</summary>
    Rule,

    /// <summary>A cost is not what the model says.</summary>
    WrongCost,

    /// <summary>The bound is above the cost of the target, or its certificate does not prove it.</summary>
    Bound,

    /// <summary>A total, a wave's number or time, a freed node or a share does not follow from the rest of the plan.</summary>
    WrongTotal,

    /// <summary>A step is unsafe, or cannot run where it stands.</summary>
    UnsafeStep,
}
