namespace Placement.Scheduling.Core;

/// <summary>A node as the core sees it.</summary>
internal sealed class NodeEntry(string id)
{
    public string Id { get; } = id;

    /// <summary>The number in the index; -1 before the first report.</summary>
    public int Index { get; set; } = -1;

    public bool Alive { get; set; }

    /// <summary>Whether its replicas are known: it was listed since it came (back).</summary>
    public bool Listed { get; set; }

    public bool Cordoned { get; set; }

    public bool Draining { get; set; }

    /// <summary>Whether its measured use is too high for more replicas.</summary>
    public bool Overloaded { get; set; }

    public long LastSeen { get; set; }

    public bool DeadlineSet { get; set; }

    /// <summary>The list call under way, or 0, and the step in which it was asked for.</summary>
    public long ListCall { get; set; }

    public long ListAskedAt { get; set; }

    /// <summary>Whether a list must follow the one under way.</summary>
    public bool ListAgain { get; set; }

    public long ListDue { get; set; }

    /// <summary>Replicas placed here, by serial.</summary>
    public SortedDictionary<long, ReplicaEntry> Replicas { get; } = [];

    /// <summary>Replicas of ours found here that should not run, until they are gone.</summary>
    public SortedDictionary<string, StaleReplica> Stale { get; } = new(StringComparer.Ordinal);

    public bool HasRecord => Cordoned || Draining;

    public NodeRecord ToRecord() => new() { Cordoned = Cordoned, Draining = Draining };
}

/// <summary>A replica of ours that should not run where it was found.</summary>
internal sealed class StaleReplica(NodeEntry node, string replicaId, TimeSpan grace)
{
    public NodeEntry Node { get; } = node;

    public string ReplicaId { get; } = replicaId;

    public TimeSpan Grace { get; } = grace;

    public long Call { get; set; }

    public long RetryAt { get; set; }
}
