using Placement.Model;

namespace Placement.Scheduling;

/// <summary>What a user wants to run: one program, a number of identical replicas, and the rules they must keep.</summary>
/// <remarks>Immutable. Judged by <see cref="Validate"/> at the door; everything behind the door may trust it.</remarks>
public sealed record ServiceSpec
{
    /// <summary>Gets the name, unique in the fleet.</summary>
    /// <value>1 to 63 characters of a-z, 0-9 and '-', starting and ending with a letter or a digit.</value>
    public required string Name { get; init; }

    /// <summary>Gets the container image, for launchers that run containers.</summary>
    /// <value>Null for launchers that start plain programs. Image or command, or both, must be given.</value>
    public string? Image { get; init; }

    /// <summary>Gets the program and its arguments; empty leaves the image's own entry point.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>Gets the environment variables, added to what the launcher itself sets.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = Empty;

    /// <summary>Gets the labels that the launcher puts on each replica besides those of ownership.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = Empty;

    /// <summary>Gets the ports on which a replica listens; the launcher reports where each can be reached.</summary>
    public IReadOnlyList<int> Ports { get; init; } = [];

    /// <summary>Gets the CPU one replica needs.</summary>
    /// <value>Millicores, 0 or more.</value>
    public required long CpuMillicores { get; init; }

    /// <summary>Gets the memory one replica needs.</summary>
    /// <value>Bytes, 0 or more.</value>
    public required long MemoryBytes { get; init; }

    /// <summary>Gets how many replicas should run.</summary>
    /// <value>0 to 100,000. The default is 1.</value>
    public int Replicas { get; init; } = 1;

    /// <summary>Gets whether no two replicas of this service may share a node.</summary>
    public bool SelfAntiAffinity { get; init; }

    /// <summary>Gets the rules that spread replicas over values of a node label.</summary>
    public IReadOnlyList<SpreadRule> Spread { get; init; } = [];

    /// <summary>Gets the labels a node must carry, each with exactly this value.</summary>
    public IReadOnlyDictionary<string, string> NodeSelector { get; init; } = Empty;

    /// <summary>Gets the taints that the replicas tolerate.</summary>
    public IReadOnlyList<Toleration> Tolerations { get; init; } = [];

    /// <summary>Gets the priority. A replica that fits nowhere may displace replicas of lower priority.</summary>
    /// <value>Any number; the default is 0.</value>
    public int Priority { get; init; }

    /// <summary>Gets what happens when a replica ends by itself.</summary>
    public RestartPolicy Restart { get; init; } = new();

    /// <summary>Gets the health check; null means that running is healthy.</summary>
    public HealthCheck? Health { get; init; }

    /// <summary>Gets how an update, a drain and a rebalance replace replicas.</summary>
    public RolloutPolicy Rollout { get; init; } = new();

    /// <summary>Gets how long a replica may take to end after it was asked to, before it is killed.</summary>
    /// <value>0 to 1 hour. The default is 10 s.</value>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(10);

    private static IReadOnlyDictionary<string, string> Empty { get; } = new Dictionary<string, string>(0);

    /// <summary>Lists every fault of this specification; an empty list means that it can be submitted.</summary>
    /// <returns>The faults in the order of the properties.</returns>
    public IReadOnlyList<SpecFault> Validate() => ServiceSpecRules.Check(this);
}
