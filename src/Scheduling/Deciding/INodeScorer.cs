namespace Placement.Scheduling;

/// <summary>A preference of a host's own: adds a penalty to the best-fit score of a node.</summary>
/// <remarks>Asked inside a decision, on one thread; must be pure, quick and repeatable. The node with the least sum is chosen.
/// The penalty is never negative, so that the search may stop at the first node that no other can beat.</remarks>
public interface INodeScorer
{
    /// <summary>Prices a node for one replica of the service.</summary>
    /// <param name="node">The node as it is now.</param>
    /// <param name="service">The service.</param>
    /// <returns>0 or more; 1,000,000 weighs as much as one whole average node left free in one resource.</returns>
    long Penalty(in NodeView node, ServiceSpec service);
}
