namespace Placement.Scheduling.Optimising;

/// <summary>The fleet at one moment, as the optimiser needs it; immutable, so that it may be read on another thread.</summary>
internal sealed record PackingRequest(IReadOnlyList<PackingNode> Nodes, IReadOnlyList<PackingService> Services);

/// <summary>A node, and whether replicas may come to it.</summary>
internal sealed record PackingNode(NodeReport Report, bool Open);

/// <summary>A service with its replicas that have a node.</summary>
internal sealed record PackingService(ServiceSpec Spec, IReadOnlyList<PackingReplica> Replicas);

/// <summary>A replica, what it takes of its node, and whether it may move.</summary>
internal sealed record PackingReplica(string Id, string NodeId, long CpuMillicores, long MemoryBytes, bool Movable);

/// <summary>What to do: moves in an order in which each fits when those before it are made.</summary>
internal sealed record PackingPlan(IReadOnlyList<PlannedMove> Moves, int NodesFreed)
{
    public static PackingPlan Nothing { get; } = new([], 0);
}

/// <summary>One replica and the node where another shall take its place.</summary>
internal sealed record PlannedMove(string ReplicaId, string NodeId);
