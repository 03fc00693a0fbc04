using Placement.Scheduling.Deciding;

namespace Placement.Scheduling.Core;

/// <summary>A service as the core sees it.</summary>
internal sealed class ServiceEntry(string name)
{
    public string Name { get; } = name;

    public int TargetRevision { get; set; } = 1;

    public int StableRevision { get; set; } = 1;

    public int LastRevision { get; set; } = 1;

    public RolloutState Rollout { get; set; }

    public int RolloutFailures { get; set; }

    public bool Stopping { get; set; }

    public Dictionary<int, ServiceSpec> Specs { get; } = [];

    /// <summary>All replicas, oldest first.</summary>
    public List<ReplicaEntry> Replicas { get; } = [];

    public Occupancy Occupancy { get; } = new();

    /// <summary>Whether the domains of <see cref="Occupancy"/> must be counted anew before the next placement.</summary>
    public bool DomainsStale { get; set; } = true;

    public bool Dirty { get; set; }

    /// <summary>Whether its spread was mended, or found past mending, a short while ago.</summary>
    public bool MendDue { get; set; }

    public ServiceSpec Wanted => Specs[TargetRevision];

    public int WantedReplicas => Stopping ? 0 : Wanted.Replicas;

    /// <summary>What one replica is measured to need; null counts the request.</summary>
    public Demand? Measured
    {
        get;
        set
        {
            field = value;
            _rules.Clear();
        }
    }

    private readonly Dictionary<int, RuleSet> _rules = [];

    public RuleSet Rules(int revision, FleetIndex index)
    {
        if (!_rules.TryGetValue(revision, out var rules) || !ReferenceEquals(rules.Spec, Specs[revision]))
        {
            rules = new RuleSet(Specs[revision], index, Measured);
            _rules[revision] = rules;
        }

        return rules;
    }

    /// <summary>Forgets revisions that nothing refers to any more.</summary>
    public void Prune()
    {
        if (Specs.Count <= 2)
        {
            return;
        }

        foreach (var revision in Specs.Keys.Where(r => r != TargetRevision && r != StableRevision && Replicas.TrueForAll(p => p.Revision != r)).Order().ToArray())
        {
            Specs.Remove(revision);
            _rules.Remove(revision);
        }
    }

    public ServiceRecord ToRecord() => new()
    {
        TargetRevision = TargetRevision,
        StableRevision = StableRevision,
        LastRevision = LastRevision,
        Rollout = Rollout,
        RolloutFailures = RolloutFailures,
        Stopping = Stopping,
        Specs = new Dictionary<int, ServiceSpec>(Specs),
    };
}
