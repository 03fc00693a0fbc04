namespace Placement.Model;

/// <summary>A machine that runs replicas.</summary>
public sealed record Node
{
    /// <summary>Gets the name, unique in a model.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the name of the node type (a row of the price catalogue), or empty when unknown.</summary>
    public string Type { get; init; } = "";

    /// <summary>Gets the hard capacity per resource, in the resource's unit, in the order of <see cref="ClusterModel.Resources"/>. Each at least 0.</summary>
    public required IReadOnlyList<long> Capacity { get; init; }

    /// <summary>Gets the soft target per resource; usage above it costs <see cref="ResourceDefinition.LoadWeight"/> a unit.</summary>
    /// <value>Empty (the default) means: equal to the capacity.</value>
    public IReadOnlyList<long> Target { get; init; } = [];

    /// <summary>Gets the price of keeping the node on, in micro-dollars an hour. At least 0.</summary>
    public long PriceMicroDollarsPerHour { get; init; }

    /// <summary>Gets the labels, such as <c>zone</c> and <c>rack</c>; the failure domains of spread rules.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets the taints.</summary>
    public IReadOnlyList<Taint> Taints { get; init; } = [];

    /// <summary>Gets whether replicas may come and must leave.</summary>
    public NodeState State { get; init; }

    /// <summary>Gets the cost of moving one replica away from the node. At least 0; the default is 0.</summary>
    public long LeaveCost { get; init; }

    /// <summary>Gets the cost of moving one replica to the node. At least 0; the default is 0.</summary>
    public long ArriveCost { get; init; }

    /// <inheritdoc />
    public override string ToString() => Id;
}
