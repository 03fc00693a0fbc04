namespace Placement.Explanations;

/// <summary>What can be changed so that a replica fits. The names are stable.</summary>
public enum FitChangeKind
{
    /// <summary>Give a node more of a resource.</summary>
    MoreCapacity,

    /// <summary>Move another replica to another node.</summary>
    MoveAway,

    /// <summary>Let the workload tolerate a taint of the node.</summary>
    Tolerate,

    /// <summary>Open a cordoned or draining node.</summary>
    OpenNode,

    /// <summary>Add a node like one that the fleet has.</summary>
    AddNode,

    /// <summary>Give up a rule.</summary>
    LiftRule,
}
