namespace Placement.Scheduling.Deciding;

/// <summary>Where the replicas of one service are: by node for anti-affinity, by domain for the spread rules.</summary>
internal sealed class Occupancy
{
    private readonly Dictionary<int, int> _byNode = [];
    private Dictionary<int, long>? _refusedUntil; // few are ever refused
    private int[][] _byDomain = [];
    private int[] _domainsUsed = [];

    /// <summary>The time until which a node that refused the service is not asked again.</summary>
    public long RefusedUntil(int node) => _refusedUntil is null ? long.MinValue : _refusedUntil.GetValueOrDefault(node, long.MinValue);

    public void Refuse(int node, long until) => (_refusedUntil ??= [])[node] = until;

    /// <summary>Makes room for that many nodes at once.</summary>
    public void Expect(int nodes) => _byNode.EnsureCapacity(nodes);

    public void Enter(int node) => _byNode[node] = _byNode.GetValueOrDefault(node) + 1;

    public void Leave(int node)
    {
        var left = _byNode.GetValueOrDefault(node) - 1;
        if (left > 0)
        {
            _byNode[node] = left;
        }
        else
        {
            _byNode.Remove(node);
        }
    }

    public bool Holds(int node) => _byNode.ContainsKey(node);

    /// <summary>Starts counting domains anew.</summary>
    public void ClearDomains(SpreadColumn[] spread)
    {
        _byDomain = new int[spread.Length][];
        _domainsUsed = new int[spread.Length];
        for (var i = 0; i < spread.Length; i++)
        {
            _byDomain[i] = new int[Math.Max(4, spread[i].Column.ValueCount)];
        }
    }

    public void EnterDomain(int rule, int domain)
    {
        if (domain < 0)
        {
            return;
        }

        if (domain >= _byDomain[rule].Length)
        {
            Array.Resize(ref _byDomain[rule], Math.Max(domain + 1, _byDomain[rule].Length * 2));
        }

        if (_byDomain[rule][domain]++ == 0)
        {
            _domainsUsed[rule]++;
        }
    }

    public int InDomain(int rule, int domain) => domain >= 0 && domain < _byDomain[rule].Length ? _byDomain[rule][domain] : 0;

    public int DomainsUsed(int rule) => _domainsUsed[rule];
}
