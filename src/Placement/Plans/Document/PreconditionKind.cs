namespace Placement.Plans;

/// <summary>The kinds of precondition of a step.</summary>
public enum PreconditionKind
{
    /// <summary>A copy of the step's replica runs on the node.</summary>
    RunsOn,

    /// <summary>No copy of the step's replica runs on the node.</summary>
    NotOn,

    /// <summary>The node is there, healthy, and takes replicas.</summary>
    AcceptsReplicas,

    /// <summary>The node has at least the amount of a resource free.</summary>
    Room,
}
