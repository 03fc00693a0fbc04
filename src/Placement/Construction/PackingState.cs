using System.Runtime.CompilerServices;
using Placement.Problems;

namespace Placement.Construction;

/// <summary>A partial assignment under construction: what is free on each node, and whether one more replica keeps every hard rule.</summary>
/// <remarks>Headroom is a property of the whole assignment and is not looked at here.</remarks>
internal sealed class PackingState
{
    private readonly PlacementProblem _problem;
    private readonly int _dimensions;
    private readonly int[] _nodeOf;
    private readonly int[] _count;
    private readonly int[][] _domainCount;
    private readonly int[] _covered;
    private readonly int[] _left;
    private readonly (int Workload, int Count)[][] _content;
    private readonly int[] _contentLength;
    private readonly List<int>[]? _replicasOn;
    private int _moves;

    /// <summary>Makes an empty state.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="rules">Its rules; shared between states.</param>
    /// <param name="share">The share of each capacity to use, in thousandths; below 1,000 to leave headroom.</param>
    public PackingState(PlacementProblem problem, WorkloadRules rules, int share = 1000)
    {
        _problem = problem;
        Rules = rules;
        _dimensions = problem.DimensionCount;
        Free = share == 1000 ? (long[])problem.CapacityTable.Clone() : [.. problem.CapacityTable.Select(c => (long)((Int128)c * share / 1000))];
        _nodeOf = new int[problem.ReplicaCount];
        Array.Fill(_nodeOf, Assignment.Unplaced);
        _count = new int[problem.NodeCount];
        _domainCount = [.. rules.SlotLevels.Select(level => new int[problem.DomainCount(level)])];
        _covered = new int[rules.SlotLevels.Count];
        _left = [.. Enumerable.Range(0, problem.WorkloadCount).Select(w => problem.Replicas(w).Length)];
        _content = new (int, int)[problem.NodeCount][];
        Array.Fill(_content, []);
        _contentLength = new int[problem.NodeCount];
        _replicasOn = problem.CustomRules.Any(r => r.IsHard) ? [.. Enumerable.Range(0, problem.NodeCount).Select(_ => new List<int>())] : null;
        HasTransient = Array.Exists(problem.TransientTable, t => t);
        if (HasTransient)
        {
            ChargeOrigins();
        }
    }

    /// <summary>Gets the free amount, node x dimension.</summary>
    public long[] Free { get; }

    public WorkloadRules Rules { get; }

    public bool HasTransient { get; }

    /// <summary>Gets the number of replicas that have no node yet.</summary>
    public int Unplaced => _left.Sum();

    public ReadOnlySpan<int> NodeOf => _nodeOf;

    public int CountOn(int node) => _count[node];

    public Assignment Snapshot() => new(_nodeOf);

    /// <summary>Tells whether the capacity of a node has room for a replica.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Fits(int replica, int node)
    {
        var free = Free.AsSpan(node * _dimensions, _dimensions);
        var demand = _problem.DemandTable.AsSpan(_problem.DemandClassTable[replica] * _dimensions, _dimensions);
        if (HasTransient && _problem.OriginTable[replica] == node)
        {
            for (var d = 0; d < demand.Length; d++)
            {
                if (demand[d] > free[d] && !_problem.TransientTable[d])
                {
                    return false;
                }
            }

            return true;
        }

        for (var d = 0; d < demand.Length; d++)
        {
            if (demand[d] > free[d])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Tells whether eligibility and every hard rule beyond capacity admit a replica on a node now.</summary>
    public bool IsPermitted(int replica, int node) => Obstacle(replica, node) is null;

    public bool CanPlace(int replica, int node) => Fits(replica, node) && Obstacle(replica, node) is null;

    /// <summary>The rule, beyond capacity, that keeps a replica off a node now, or <see langword="null"/>.</summary>
    public ReasonCode? Obstacle(int replica, int node)
    {
        if (!_problem.IsEligible(replica, node))
        {
            return _problem.PinTable[replica] >= 0 && _problem.PinTable[replica] != node ? ReasonCode.Pinned : ReasonCode.NotEligible;
        }

        if (_problem.OriginTable[replica] >= 0 && _problem.OriginTable[replica] != node && _moves >= _problem.MaxMoves)
        {
            return ReasonCode.MoveLimit;
        }

        var w = _problem.WorkloadTable[replica];
        if (Rules.Binds(w))
        {
            if (RuleObstacle(w, node) is { } code)
            {
                return code;
            }
        }

        return _replicasOn is null || KeepsCustomRules(replica, node) ? null : ReasonCode.Custom;
    }

    public void Place(int replica, int node)
    {
        Charge(replica, node, 1);
        _nodeOf[replica] = node;
    }

    public void Remove(int replica)
    {
        var node = _nodeOf[replica];
        _nodeOf[replica] = Assignment.Unplaced;
        Charge(replica, node, -1);
    }

    /// <summary>The number of replicas of a workload with rules on a node.</summary>
    public int CountOf(int workload, int node)
    {
        var content = _content[node];
        for (var i = 0; i < _contentLength[node]; i++)
        {
            if (content[i].Workload == workload)
            {
                return content[i].Count;
            }
        }

        return 0;
    }

    /// <summary>Whether the domain of a node is new to a workload that has yet to reach a spread.</summary>
    public bool CoversNewDomain(int workload, int node)
    {
        foreach (var rule in Rules.Spreads[workload])
        {
            if (_covered[rule.Slot] < rule.MinDomains && _problem.Domain(rule.Level, node) is >= 0 and var domain && _domainCount[rule.Slot][domain] == 0)
            {
                return true;
            }
        }

        return false;
    }

    private ReasonCode? RuleObstacle(int w, int node)
    {
        foreach (var rule in Rules.Limits[w])
        {
            var domain = _problem.Domain(rule.Level, node);
            if (domain >= 0 && (rule.Level < 0 ? CountOf(w, node) : _domainCount[rule.Slot][domain]) >= rule.In(domain))
            {
                return ReasonCode.DomainLimit;
            }
        }

        foreach (var rule in Rules.Spreads[w])
        {
            var missing = rule.MinDomains - _covered[rule.Slot];
            var domain = _problem.Domain(rule.Level, node);
            if (missing > 0 && _left[w] <= missing && (domain < 0 || _domainCount[rule.Slot][domain] > 0))
            {
                return ReasonCode.Spread;
            }
        }

        foreach (var rule in Rules.Here[w])
        {
            if (CountOf(rule.Workload, node) > rule.On(node))
            {
                return ReasonCode.CoLocation;
            }
        }

        var beside = Rules.Other[w];
        if (beside.Count > 0)
        {
            var own = CountOf(w, node) + 1;
            foreach (var rule in beside)
            {
                if (own > rule.On(node) && CountOf(rule.Workload, node) > 0)
                {
                    return ReasonCode.CoLocation;
                }
            }
        }

        foreach (var need in Rules.Needs[w])
        {
            var domain = _problem.Domain(need.Level, node);
            if (domain >= 0 && need.LackingAtStart?[domain] != true
                && (need.Level < 0 ? CountOf(need.On, node) : _domainCount[need.OnSlot][domain]) == 0)
            {
                return ReasonCode.Dependency;
            }
        }

        return null;
    }

    private bool KeepsCustomRules(int replica, int node)
    {
        int[] with = [.. _replicasOn![node], replica];
        foreach (var rule in _problem.CustomRules)
        {
            if (rule.IsHard && rule.Measure(_problem, node, with) > 0)
            {
                return false;
            }
        }

        return true;
    }

    private void Charge(int replica, int node, int sign)
    {
        var demand = _problem.Demand(replica);
        var free = Free.AsSpan(node * _dimensions, _dimensions);
        var home = _problem.OriginTable[replica] == node;
        for (var d = 0; d < demand.Length; d++)
        {
            if (!(home && _problem.TransientTable[d]))
            {
                free[d] -= sign * demand[d];
            }
        }

        _count[node] += sign;
        if (_problem.OriginTable[replica] >= 0 && !home)
        {
            _moves += sign;
        }

        var w = _problem.WorkloadTable[replica];
        _left[w] -= sign;
        if (Rules.CountedOnNode[w])
        {
            CountOnNode(w, node, sign);
        }

        foreach (var slot in Rules.Slots[w])
        {
            if (_problem.Domain(slot.Level, node) is >= 0 and var domain)
            {
                ref var count = ref _domainCount[slot.Index][domain];
                _covered[slot.Index] += sign > 0 && count == 0 ? 1 : sign < 0 && count == 1 ? -1 : 0;
                count += sign;
            }
        }

        if (_replicasOn is not null)
        {
            if (sign > 0)
            {
                _replicasOn[node].Add(replica);
            }
            else
            {
                _replicasOn[node].Remove(replica);
            }
        }
    }

    private void CountOnNode(int workload, int node, int sign)
    {
        ref var content = ref _content[node];
        ref var length = ref _contentLength[node];
        for (var i = 0; i < length; i++)
        {
            if (content[i].Workload == workload)
            {
                content[i].Count += sign;
                if (content[i].Count == 0)
                {
                    content[i] = content[--length];
                }

                return;
            }
        }

        if (length == content.Length)
        {
            Array.Resize(ref content, Math.Max(4, 2 * length));
        }

        content[length++] = (workload, sign);
    }

    /// <summary>A transient resource is charged on the old node whether a replica stays or leaves, so it is charged there once and for all.</summary>
    private void ChargeOrigins()
    {
        for (var p = 0; p < _problem.ReplicaCount; p++)
        {
            if (_problem.OriginTable[p] is >= 0 and var node)
            {
                var demand = _problem.Demand(p);
                for (var d = 0; d < demand.Length; d++)
                {
                    if (_problem.TransientTable[d])
                    {
                        Free[(node * _dimensions) + d] -= demand[d];
                    }
                }
            }
        }
    }
}
