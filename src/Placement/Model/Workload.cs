namespace Placement.Model;

/// <summary>A service: identical replicas with one demand.</summary>
public sealed record Workload
{
    /// <summary>Gets the name, unique in a model.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the replicas.</summary>
    public required IReadOnlyList<Replica> Replicas { get; init; }

    /// <summary>Gets the demand of one replica: for each resource, one value per time slot; entry <c>resource * SlotCount + slot</c>. Each at least 0.</summary>
    public required IReadOnlyList<long> Demand { get; init; }

    /// <summary>Gets what the owner asked for, per resource, before sizing; empty when unknown.</summary>
    public IReadOnlyList<long> Requested { get; init; } = [];

    /// <summary>Gets the taints that the workload tolerates.</summary>
    public IReadOnlyList<Toleration> Tolerations { get; init; } = [];

    /// <summary>Gets the priority; where not all fit, the higher is placed first.</summary>
    /// <value>0 to 1,000. The default is 0.</value>
    public int Priority { get; init; }

    /// <summary>Gets the cost of moving one replica, in the unit of the objective.</summary>
    /// <value>At least 0. The default is 0.</value>
    public long MoveCost { get; init; }

    /// <summary>Gets the disruption budget: the most replicas that may be down or moving at once while a plan runs.</summary>
    /// <value>At least 1, or <see langword="null"/> (the default) for the limit of the plan.</value>
    public int? MaxMoving { get; init; }

    /// <summary>Gets whether a replica may be stopped on its old node before it runs on the new one, where no other order is safe.</summary>
    /// <value>The default is <see langword="false"/>: the new copy runs first.</value>
    public bool MayStopFirst { get; init; }

    /// <inheritdoc />
    public override string ToString() => Id;
}
