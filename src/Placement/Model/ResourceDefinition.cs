namespace Placement.Model;

/// <summary>A resource that nodes offer and replicas demand, such as CPU in millicores or memory in bytes.</summary>
public sealed record ResourceDefinition
{
    /// <summary>CPU in millicores; not transient.</summary>
    public static ResourceDefinition Cpu { get; } = new() { Name = "cpu", Unit = "millicores" };

    /// <summary>Memory in bytes; not transient.</summary>
    public static ResourceDefinition Memory { get; } = new() { Name = "memory", Unit = "bytes" };

    /// <summary>Gets the name, unique in a model.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the integer unit that capacities and demands are counted in, for messages.</summary>
    public required string Unit { get; init; }

    /// <summary>Gets whether a moved replica is charged on its old and its new node while all moves are under way.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool Transient { get; init; }

    /// <summary>Gets the cost of each unit of usage above a node's target.</summary>
    /// <value>At least 0. The default is 0: exceeding the target costs nothing.</value>
    public long LoadWeight { get; init; }
}
