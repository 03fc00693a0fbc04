using Placement.Scheduling;

namespace Placement.Testing;

/// <summary>One incarnation in a <see cref="FakeFleet"/>, or something that is none of ours.</summary>
public sealed class FakeContainer
{
    internal FakeContainer(ReplicaIdentity? identity, string name, long generation, ServiceSpec? spec, long order)
    {
        Identity = identity;
        Name = name;
        Generation = generation;
        Spec = spec;
        Order = order;
    }

    /// <summary>Gets which incarnation it is; null if it is foreign.</summary>
    public ReplicaIdentity? Identity { get; }

    /// <summary>Gets its name: the replica's id, or that of a foreign container.</summary>
    public string Name { get; }

    /// <summary>Gets the generation that started it; 0 if foreign.</summary>
    public long Generation { get; }

    /// <summary>Gets what it runs; null if foreign.</summary>
    public ServiceSpec? Spec { get; }

    /// <summary>Gets its state.</summary>
    public ReplicaState State { get; internal set; }

    /// <summary>Gets the exit code, once ended.</summary>
    public int? ExitCode { get; internal set; }

    /// <summary>Gets why it ended.</summary>
    public ExitReason ExitReason { get; internal set; }

    internal long Order { get; }
}
