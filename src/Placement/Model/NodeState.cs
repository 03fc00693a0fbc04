namespace Placement.Model;

/// <summary>What may happen to the replicas of a node.</summary>
public enum NodeState
{
    /// <summary>Replicas may come, stay and go.</summary>
    Open,

    /// <summary>Replicas on the node may stay; none may come.</summary>
    Cordoned,

    /// <summary>Every replica must leave.</summary>
    Draining,
}
