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

    /// <summary>The specifications by revision; replaced, never changed in place, since records that wait to be written share it.</summary>
    public IReadOnlyDictionary<int, ServiceSpec> Specs => _specs;

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
            _rules = [];
        }
    }

    private Dictionary<int, ServiceSpec> _specs = [];
    private RuleSet[] _rules = []; // of the few revisions at once in use

    /// <summary>Makes room for so many more replicas at once.</summary>
    public void Expect(int more)
    {
        Replicas.EnsureCapacity(Replicas.Count + more);
        Occupancy.Expect(Replicas.Count + more);
    }

    public void Specify(int revision, ServiceSpec spec) => _specs = new Dictionary<int, ServiceSpec>(_specs) { [revision] = spec };

    public RuleSet Rules(int revision, FleetIndex index)
    {
        var spec = _specs[revision];
        foreach (var known in _rules)
        {
            if (ReferenceEquals(known.Spec, spec))
            {
                return known;
            }
        }

        var rules = new RuleSet(spec, index, Measured);
        _rules = [.. _rules.Where(r => _specs.ContainsValue(r.Spec)), rules];
        return rules;
    }

    /// <summary>Forgets revisions that nothing refers to any more.</summary>
    public void Prune()
    {
        if (Specs.Count <= 2)
        {
            return;
        }

        _specs = _specs.Where(s => s.Key == TargetRevision || s.Key == StableRevision || Replicas.Exists(r => r.Revision == s.Key)).ToDictionary();
    }

    public ServiceRecord ToRecord() => new()
    {
        TargetRevision = TargetRevision,
        StableRevision = StableRevision,
        LastRevision = LastRevision,
        Rollout = Rollout,
        RolloutFailures = RolloutFailures,
        Stopping = Stopping,
        Specs = _specs,
    };
}
