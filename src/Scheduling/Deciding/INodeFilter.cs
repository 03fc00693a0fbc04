namespace Placement.Scheduling;

/// <summary>A rule of a host's own: says on which nodes a service may not be placed.</summary>
/// <remarks>Asked inside a decision, on one thread, for nodes that keep all other rules; must be pure, quick and repeatable: the same answer for the
/// same node and service until one of them changes. What already runs is not judged again.</remarks>
public interface INodeFilter
{
    /// <summary>Gets the stable reason code shown for nodes it refuses, such as <c>licence-missing</c>.</summary>
    string Code { get; }

    /// <summary>Tells whether a replica of the service may be placed on the node.</summary>
    /// <param name="node">The node as it is now.</param>
    /// <param name="service">The service.</param>
    /// <returns>True if it may.</returns>
    bool Allows(in NodeView node, ServiceSpec service);
}
