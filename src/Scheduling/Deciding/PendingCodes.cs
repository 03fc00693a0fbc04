namespace Placement.Scheduling;

/// <summary>The stable codes that say why a node does not take a replica.</summary>
public static class PendingCodes
{
    /// <summary>Too little CPU is free.</summary>
    public const string Cpu = "insufficient-cpu";

    /// <summary>Too little memory is free.</summary>
    public const string Memory = "insufficient-memory";

    /// <summary>The node lacks a label that the service selects.</summary>
    public const string Selector = "selector-mismatch";

    /// <summary>The node has a taint that the service does not tolerate.</summary>
    public const string Taint = "taint-not-tolerated";

    /// <summary>A replica of the same service is there and the service forbids sharing.</summary>
    public const string AntiAffinity = "anti-affinity";

    /// <summary>A spread rule forbids one more replica in the node's domain, or the node has no domain.</summary>
    public const string Spread = "spread";

    /// <summary>The node is cordoned or drained.</summary>
    public const string Cordoned = "cordoned";

    /// <summary>The node has not been heard of for the node timeout.</summary>
    public const string NodeLost = "node-lost";

    /// <summary>What runs on the node is not known yet.</summary>
    public const string NodeUnlisted = "node-not-listed";

    /// <summary>The launcher refused this service on the node a short while ago.</summary>
    public const string RefusedRecently = "refused-recently";

    /// <summary>The node's measured use is too high for more replicas.</summary>
    public const string Overloaded = "overloaded";

    /// <summary>There is no node at all.</summary>
    public const string NoNodes = "no-nodes";

    /// <summary>The scheduler is paused.</summary>
    public const string Paused = "paused";
}
