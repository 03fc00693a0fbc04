namespace Placement.Plans;

/// <summary>Counts the copies of one workload by domain of one level: those that may run, and those that are sure to.</summary>
internal sealed class DomainCounter(int workload, int level)
{
    private readonly Dictionary<int, int> _possible = [];
    private readonly Dictionary<int, int> _replicas = [];
    private readonly Dictionary<int, int> _sure = [];

    public int Workload { get; } = workload;

    public int Level { get; } = level;

    /// <summary>Gets the number of domains with a copy that is sure to run.</summary>
    public int SureDomains { get; private set; }

    /// <summary>Gets the moves between two domains in the wave under way.</summary>
    public List<(int From, int To)> Between { get; } = [];

    /// <summary>Returns the copies in a domain, counting both of a replica that has two.</summary>
    public int Copies(int domain) => _possible.GetValueOrDefault(domain);

    /// <summary>Returns the replicas with a copy in a domain.</summary>
    public int Replicas(int domain) => _replicas.GetValueOrDefault(domain);

    /// <summary>Returns the copies in a domain that are sure to run.</summary>
    public int Sure(int domain) => _sure.GetValueOrDefault(domain);

    public void AddCopy(int domain, bool replicaIsThere, int change)
    {
        if (domain >= 0)
        {
            Add(_possible, domain, change);
            if (!replicaIsThere)
            {
                Add(_replicas, domain, change);
            }
        }
    }

    public void AddSure(int domain, int change)
    {
        if (domain < 0)
        {
            return;
        }

        var after = Add(_sure, domain, change);
        SureDomains += after == 0 ? -1 : after == 1 && change > 0 ? 1 : 0;
    }

    /// <summary>Returns the domains that the workload is sure of when one more replica goes between two domains.</summary>
    public int SureDomainsWith(int from, int to)
    {
        var lost = from >= 0 && Sure(from) == 1 ? from : -1;
        var sure = SureDomains - (lost >= 0 ? 1 : 0);
        bool IsOutside(int domain) => domain >= 0 && (Sure(domain) == 0 || domain == lost);
        return sure + (IsOutside(from) && IsOutside(to) || Between.Exists(m => IsOutside(m.From) && IsOutside(m.To)) ? 1 : 0);
    }

    private static int Add(Dictionary<int, int> counts, int domain, int change)
    {
        var after = counts.GetValueOrDefault(domain) + change;
        if (after == 0)
        {
            counts.Remove(domain);
        }
        else
        {
            counts[domain] = after;
        }

        return after;
    }
}
