namespace Placement.Plans;

/// <summary>A replica that stays where it is although the target wanted it elsewhere.</summary>
/// <param name="Replica">The replica.</param>
/// <param name="Node">The node it keeps, or -1 when it stays without one.</param>
/// <param name="Wanted">The node that the target wanted, or -1.</param>
/// <param name="Cause">The kind of reason.</param>
/// <param name="Reason">The reason in words.</param>
public sealed record KeptReplica(int Replica, int Node, int Wanted, KeepCause Cause, string Reason)
{
    /// <summary>Gets whether every order of safe steps was tried and none makes more of the moves.</summary>
    public bool IsProven { get; init; }
}
