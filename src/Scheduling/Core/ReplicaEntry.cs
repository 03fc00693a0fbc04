using Placement.Scheduling.Deciding;

namespace Placement.Scheduling.Core;

/// <summary>A replica as the core sees it: the durable part, and what was learnt about it since.</summary>
internal sealed class ReplicaEntry(ServiceEntry service, long serial, int revision)
{
    private static readonly IReadOnlyDictionary<int, string> None = new Dictionary<int, string>(0);

    public string Id { get; } = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{service.Name}.{serial}");

    public ServiceEntry Service { get; } = service;

    public long Serial { get; } = serial;

    public int Revision { get; } = revision;

    public ServiceSpec Spec => Service.Specs[Revision];

    public NodeEntry? Node { get; set; }

    /// <summary>The node it was bound to, also after it was given up.</summary>
    public NodeEntry? LastNode { get; set; }

    public ReplicaPhase Phase { get; set; }

    public int Attempt { get; set; }

    public int Failures { get; set; }

    /// <summary>When the next start is due, in ticks, and by the wall clock.</summary>
    public long NotBefore { get; set; }

    public DateTimeOffset? NotBeforeUtc { get; set; }

    public string? LastEnd { get; set; }

    /// <summary>Whether another replica should take its place, on <see cref="MoveTo"/> if that has room.</summary>
    public bool Replace { get; set; }

    public string? MoveTo { get; set; }

    /// <summary>Whether it must not start before the replicas that give way to it are gone.</summary>
    public bool WaitsForRoom { get; set; }

    /// <summary>What it takes from its node's free amounts; null if nothing.</summary>
    public Demand? Reserved { get; set; }

    /// <summary>The number of the call under way, or 0.</summary>
    public long Call { get; set; }

    /// <summary>The last step in which something was asked of or learnt about it: an older list says nothing about it.</summary>
    public long Touched { get; set; }

    /// <summary>Whether the launcher accepted the start and a notice will tell the rest.</summary>
    public bool Accepted { get; set; }

    /// <summary>Whether the incarnation may still run although it counts as ended (it is unhealthy), and must be stopped; it keeps its share of the node until then.</summary>
    public bool StopFirst { get; set; }

    public long RetryAt { get; set; }

    public long RunningSince { get; set; }

    public long AvailableSince { get; set; }

    public bool Healthy { get; set; }

    public int ProbeFailures { get; set; }

    /// <summary>Whether its health was asked for since it was last seen to run.</summary>
    public bool Probed { get; set; }

    /// <summary>Whether an earlier leader placed it.</summary>
    public bool Adopted { get; init; }

    public bool Removed { get; set; }

    public bool PendingNoted { get; set; }

    public IReadOnlyDictionary<int, string> Endpoints { get; set; } = None;

    /// <summary>Whether the store has, or will have, a record of it.</summary>
    public bool Written { get; set; }

    public int Priority { get; } = service.Specs[revision].Priority;

    public bool Available => Phase == ReplicaPhase.Running && Healthy;

    public bool CrashLooping => Failures >= Spec.Restart.CrashLoopAfter;

    public bool Leaving => Phase == ReplicaPhase.Stopping;

    public bool Ended => Phase is ReplicaPhase.Completed or ReplicaPhase.Failed;

    /// <summary>Whether it is what the service wants: the right revision, and meant to stay where it is.</summary>
    public bool Good => !Leaving && Revision == Service.TargetRevision && !Replace && Node is not { Draining: true };

    public ReplicaRecord ToRecord() => new()
    {
        Service = Service.Name,
        Serial = Serial,
        Revision = Revision,
        NodeId = Node?.Id ?? "",
        Phase = Phase == ReplicaPhase.Running ? ReplicaPhase.Starting : Phase,
        Attempt = Attempt,
        Failures = Failures,
        NotBefore = NotBeforeUtc,
        LastEnd = LastEnd,
        Replace = Replace,
        MoveTo = MoveTo,
        WaitsForRoom = WaitsForRoom,
        StopFirst = StopFirst,
    };
}
