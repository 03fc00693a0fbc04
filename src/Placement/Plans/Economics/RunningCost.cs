using Placement.Model;
using Placement.Problems;

namespace Placement.Plans;

/// <summary>The cost that a fleet pays hour by hour (nodes, load, balance, unplaced, soft rules), kept up to date move by move.</summary>
internal sealed class RunningCost
{
    private readonly PlacementProblem _problem;
    private readonly int _riskPerMille;
    private readonly int[] _nodeOf;
    private readonly long[] _usage;
    private readonly HashSet<int>[] _onNode;
    private readonly List<Func<long>>?[] _softRules;
    private readonly List<ICustomRule> _custom;

    public RunningCost(PlacementProblem problem, ReadOnlySpan<int> nodes, int riskPerMille)
    {
        _problem = problem;
        _riskPerMille = riskPerMille;
        _nodeOf = nodes.ToArray();
        _usage = new long[problem.NodeCount * problem.DimensionCount];
        _onNode = [.. Enumerable.Range(0, problem.NodeCount).Select(_ => new HashSet<int>())];
        _custom = [.. problem.CustomRules.Where(r => !r.IsHard)];
        _softRules = new List<Func<long>>?[problem.WorkloadCount];
        foreach (var r in problem.DomainLimits.Where(r => r.Strictness == RuleStrictness.Soft))
        {
            Add(() => r.Weight * Count(r.Workload, r.Level).Values.Sum(c => (long)Math.Max(0, c - r.Max)), r.Workload);
        }

        foreach (var r in problem.Spreads.Where(r => r.Strictness == RuleStrictness.Soft))
        {
            Add(() => r.Weight * Math.Max(0, r.MinDomains - Count(r.Workload, r.Level).Count), r.Workload);
        }

        foreach (var r in problem.CoLocations.Where(r => r.Strictness == RuleStrictness.Soft))
        {
            Add(
                () =>
                {
                    var other = Count(r.Other, -1);
                    return r.Weight * Count(r.Workload, -1).Keys.Sum(n => (long)Math.Max(0, other.GetValueOrDefault(n) - r.Max));
                },
                r.Workload,
                r.Other);
        }

        foreach (var r in problem.Dependencies.Where(r => r.Strictness == RuleStrictness.Soft))
        {
            Add(
                () =>
                {
                    var on = Count(r.On, r.Level);
                    return r.Weight * Count(r.Workload, r.Level).Keys.Count(d => !on.ContainsKey(d));
                },
                r.Workload,
                r.On);
        }

        for (var p = 0; p < _nodeOf.Length; p++)
        {
            Charge(p, _nodeOf[p], 1);
        }

        for (var n = 0; n < problem.NodeCount; n++)
        {
            NodesInUse += _onNode[n].Count > 0 ? 1 : 0;
            Exposed += ExposedOn(n);
        }
    }

    /// <summary>Gets how many replicas are on nodes fuller than the risk level in some dimension.</summary>
    public int Exposed { get; private set; }

    public int NodesInUse { get; private set; }

    public int NodeOf(int replica) => _nodeOf[replica];

    public IReadOnlyCollection<int> OnNode(int node) => _onNode[node];

    /// <summary>Moves a replica, to no node when that is -1, and returns by how much the cost rises.</summary>
    public long Move(int replica, int to)
    {
        var from = _nodeOf[replica];
        if (from == to)
        {
            return 0;
        }

        var rules = _softRules[_problem.Workload(replica)];
        var before = Node(from) + Node(to) + (rules?.Sum(r => r()) ?? 0) + Unplaced(replica);
        Count(from, to, -1);
        Charge(replica, from, -1);
        _nodeOf[replica] = to;
        Charge(replica, to, 1);
        Count(from, to, 1);
        return Node(from) + Node(to) + (rules?.Sum(r => r()) ?? 0) + Unplaced(replica) - before;
    }

    private void Count(int from, int to, int sign)
    {
        foreach (var node in (ReadOnlySpan<int>)[from, to])
        {
            if (node >= 0)
            {
                NodesInUse += _onNode[node].Count > 0 ? sign : 0;
                Exposed += sign * ExposedOn(node);
            }
        }
    }

    private void Add(Func<long> rule, params ReadOnlySpan<int> workloads)
    {
        foreach (var w in workloads)
        {
            (_softRules[w] ??= []).Add(rule);
        }
    }

    private Dictionary<int, int> Count(int workload, int level)
    {
        var count = new Dictionary<int, int>();
        foreach (var p in _problem.Replicas(workload))
        {
            if (_nodeOf[p] >= 0 && _problem.Domain(level, _nodeOf[p]) is >= 0 and var domain)
            {
                count[domain] = count.GetValueOrDefault(domain) + 1;
            }
        }

        return count;
    }

    private void Charge(int replica, int node, int sign)
    {
        if (node < 0)
        {
            return;
        }

        var demand = _problem.Demand(replica);
        for (var d = 0; d < demand.Length; d++)
        {
            _usage[(node * demand.Length) + d] += sign * demand[d];
        }

        if (sign > 0)
        {
            _onNode[node].Add(replica);
        }
        else
        {
            _onNode[node].Remove(replica);
        }
    }

    private long Unplaced(int replica) => _nodeOf[replica] < 0 && _problem.MayLeaveUnplaced ? _problem.UnplacedCost(replica) : 0;

    private int ExposedOn(int node)
    {
        for (var d = 0; d < _problem.DimensionCount; d++)
        {
            var i = (node * _problem.DimensionCount) + d;
            if ((Int128)_usage[i] * 1000 > (Int128)_problem.CapacityTable[i] * _riskPerMille)
            {
                return _onNode[node].Count;
            }
        }

        return 0;
    }

    private long Node(int node)
    {
        if (node < 0)
        {
            return 0;
        }

        var usage = _usage.AsSpan(node * _problem.DimensionCount, _problem.DimensionCount);
        var cost = _onNode[node].Count > 0 ? _problem.Price(node) : 0;
        for (var d = 0; d < usage.Length; d++)
        {
            cost += _problem.LoadWeight(d) * Math.Max(0, usage[d] - _problem.Target(node)[d]);
        }

        foreach (var balance in _problem.Balances)
        {
            for (var slot = 0; slot < _problem.SlotCount; slot++)
            {
                var (one, two) = ((balance.First * _problem.SlotCount) + slot, (balance.Second * _problem.SlotCount) + slot);
                cost += balance.Weight * Math.Max(0, (balance.Target * (_problem.Capacity(node)[one] - usage[one])) - (_problem.Capacity(node)[two] - usage[two]));
            }
        }

        foreach (var rule in _custom)
        {
            cost += rule.Measure(_problem, node, _onNode[node].Order().ToArray());
        }

        return cost;
    }
}
