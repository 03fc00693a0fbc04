using System.Runtime.CompilerServices;

namespace Placement.Search;

/// <content>Rules between replicas: counts by domain, and what a move does to the violations.</content>
internal sealed partial class SearchState
{
    private DomainCounts _counts = null!;
    private int[] _domainsUsed = [];       // count row -> domains with a replica
    private int[] _movedOf = [];           // workload -> replicas away from their origin
    private int[] _workloadsMoved = [];    // number of moved replicas -> workloads with that many
    private HeadroomState? _headroom;
    private CustomRuleState? _custom;

    /// <summary>Gets the number of replicas away from their origin.</summary>
    public int Moves { get; private set; }

    /// <summary>Gets the most moved replicas of any one workload.</summary>
    public int MostMoved { get; private set; }

    /// <summary>Tells whether eligibility, the pin and a plain limit a node permit a replica on a node. The other rules are priced.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsPermitted(int replica, int node)
    {
        var w = Problem.WorkloadTable[replica];
        var row = Model.Rules.PlainRow[w];
        return (row < 0 || _counts.Get(row, node) < Model.Rules.PlainMax[w]) && (!Model.HasEligibility || Problem.IsEligible(replica, node));
    }

    /// <summary>Prices a move exactly, whether or not there is room.</summary>
    public Delta Price(int replica, int to)
    {
        var from = NodeOf[replica];
        if (from == to)
        {
            return default;
        }

        var cost = MoveCostChange(replica, from, to) + WorkloadMoveChange(replica, from, to);
        if (from >= 0)
        {
            cost += LeaveCost(replica, from);
        }

        if (to >= 0)
        {
            cost += EnterCost(replica, to);
        }

        return new Delta(cost, 0) + PriceRules(replica, from, to);
    }

    /// <summary>The change of every other term: prices, unplaced, rules. Only what the problem has is looked at.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Delta PriceRules(int replica, int from, int to)
    {
        var w = Problem.WorkloadTable[replica];
        return Model.Rules.LinkStart[w] == Model.Rules.LinkStart[w + 1] && !Model.HasGlobalRules && from >= 0 && to >= 0 ? default : PriceAllRules(replica, w, from, to);
    }

    /// <summary>The change of the cost of the most moved workload.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long WorkloadMoveChange(int replica, int from, int to) =>
        Problem.WorkloadMoveCost == 0 ? 0 : Problem.WorkloadMoveCost * MostMovedChange(replica, from, to);

    private int MostMovedChange(int replica, int from, int to)
    {
        var change = MovedChange(replica, from, to);
        var moved = _movedOf[Problem.WorkloadTable[replica]];
        return change > 0 && moved == MostMoved ? 1
            : change < 0 && moved == MostMoved && _workloadsMoved[moved] == 1 ? -1
            : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int MovedChange(int replica, int from, int to)
    {
        var origin = Problem.OriginTable[replica];
        return origin < 0 ? 0 : (to >= 0 && to != origin ? 1 : 0) - (from >= 0 && from != origin ? 1 : 0);
    }

    private Delta PriceAllRules(int replica, int workload, int from, int to)
    {
        var (cost, violation) = PriceLinks(workload, from, to);
        if (Model.HasPrices)
        {
            cost += to >= 0 && CountOn[to] == 0 ? Problem.PriceTable[to] : 0;
            cost -= from >= 0 && CountOn[from] == 1 ? Problem.PriceTable[from] : 0;
        }

        if (from < 0 || to < 0)
        {
            var placed = (to >= 0 ? 1 : 0) - (from >= 0 ? 1 : 0);
            if (Problem.MayLeaveUnplaced)
            {
                cost -= placed * Problem.UnplacedCost(replica);
            }
            else
            {
                violation -= placed;
            }
        }

        if (Model.HasMoveLimit)
        {
            var after = Moves + MovedChange(replica, from, to);
            violation += Math.Max(0, after - Problem.MaxMoves) - Math.Max(0, Moves - Problem.MaxMoves);
        }

        if (_headroom is not null)
        {
            violation += _headroom.Change(this, replica, from, to);
        }

        return _custom is null ? new(cost, violation) : new Delta(cost, violation) + _custom.Change(this, replica, from, to);
    }

    private Delta PriceLinks(int workload, int from, int to)
    {
        long cost = 0, violation = 0;
        var rules = Model.Rules;
        foreach (ref readonly var link in rules.Links.AsSpan(rules.LinkStart[workload], rules.LinkStart[workload + 1] - rules.LinkStart[workload]))
        {
            var domains = rules.DomainOf[link.Level + 1];
            var a = from < 0 ? -1 : domains[from];
            var b = to < 0 ? -1 : domains[to];
            if (a == b)
            {
                continue;
            }

            long units = link.Side == RuleSide.Spread ? SpreadChange(link, a, b) : (b < 0 ? 0 : Entering(link, b)) + (a < 0 ? 0 : Leaving(link, a));
            if (link.Weight == 0)
            {
                violation += units;
            }
            else
            {
                cost += units * link.Weight;
            }
        }

        return new(cost, violation);
    }

    private int SpreadChange(in RuleLink link, int from, int to)
    {
        var used = _domainsUsed[link.Row];
        var after = used + (to >= 0 && _counts.Get(link.Row, to) == 0 ? 1 : 0) - (from >= 0 && _counts.Get(link.Row, from) == 1 ? 1 : 0);
        return Math.Max(0, link.Max - after) - Math.Max(0, link.Max - used);
    }

    private int Entering(in RuleLink link, int domain)
    {
        var here = _counts.Get(link.Row, domain);
        switch (link.Side)
        {
            case RuleSide.Limit:
                return here >= link.MaxIn(domain) ? 1 : 0;
            case RuleSide.LimitsOther:
                return here > 0 ? 0 : Math.Max(0, _counts.Get(link.OtherRow, domain) - link.MaxIn(domain));
            case RuleSide.LimitedByOther:
                return here >= link.MaxIn(domain) && _counts.Get(link.OtherRow, domain) > 0 ? 1 : 0;
            case RuleSide.DependsOn:
                return here == 0 && link.MaxIn(domain) == 0 && _counts.Get(link.OtherRow, domain) == 0 ? 1 : 0;
            default:
                return here == 0 && link.MaxIn(domain) == 0 && _counts.Get(link.OtherRow, domain) > 0 ? -1 : 0;
        }
    }

    private int Leaving(in RuleLink link, int domain)
    {
        var here = _counts.Get(link.Row, domain);
        switch (link.Side)
        {
            case RuleSide.Limit:
                return here > link.MaxIn(domain) ? -1 : 0;
            case RuleSide.LimitsOther:
                return here > 1 ? 0 : -Math.Max(0, _counts.Get(link.OtherRow, domain) - link.MaxIn(domain));
            case RuleSide.LimitedByOther:
                return here > link.MaxIn(domain) && _counts.Get(link.OtherRow, domain) > 0 ? -1 : 0;
            case RuleSide.DependsOn:
                return here == 1 && link.MaxIn(domain) == 0 && _counts.Get(link.OtherRow, domain) == 0 ? -1 : 0;
            default:
                return here == 1 && link.MaxIn(domain) == 0 && _counts.Get(link.OtherRow, domain) > 0 ? 1 : 0;
        }
    }

    private void ApplyRules(int replica, int from, int to)
    {
        var workload = Problem.WorkloadTable[replica];
        CountDomains(workload, from, to);
        _headroom?.Apply(this, replica, from, to);
        var change = MovedChange(replica, from, to);
        if (change == 0)
        {
            return;
        }

        Moves += change;
        _workloadsMoved[_movedOf[workload]]--;
        var moved = _movedOf[workload] += change;
        _workloadsMoved[moved]++;
        if (moved > MostMoved)
        {
            MostMoved = moved;
        }
        else
        {
            while (MostMoved > 0 && _workloadsMoved[MostMoved] == 0)
            {
                MostMoved--;
            }
        }
    }

    private void CountDomains(int workload, int from, int to)
    {
        var rules = Model.Rules;
        for (var i = rules.RowStart[workload]; i < rules.RowStart[workload + 1]; i++)
        {
            var row = rules.Rows[i];
            var domains = rules.DomainOf[rules.RowLevel[row] + 1];
            var a = from < 0 ? -1 : domains[from];
            var b = to < 0 ? -1 : domains[to];
            if (a != b)
            {
                if (a >= 0 && _counts.Add(row, a, -1) == 0)
                {
                    _domainsUsed[row]--;
                }

                if (b >= 0 && _counts.Add(row, b, +1) == 1)
                {
                    _domainsUsed[row]++;
                }
            }
        }
    }

    private void RefreshCustom(int node)
    {
        if (node >= 0)
        {
            _custom?.Refresh(this, node);
        }
    }

    private void InitializeRules()
    {
        var rules = Model.Rules;
        _counts = new DomainCounts(rules.RowLength);
        _domainsUsed = new int[rules.RowLevel.Length];
        _movedOf = new int[Problem.WorkloadCount];
        var most = 0;
        for (var w = 0; w < Problem.WorkloadCount; w++)
        {
            most = Math.Max(most, Problem.Replicas(w).Length);
        }

        _workloadsMoved = new int[most + 1];
        _workloadsMoved[0] = Problem.WorkloadCount;
        foreach (ref readonly var link in rules.Links.AsSpan())
        {
            if (link.Side == RuleSide.Spread)
            {
                Cost += link.Weight * link.Max;
                Violation += link.Weight == 0 ? link.Max : 0;
            }
        }

        _headroom = Problem.HeadroomLevels.Count > 0 ? new HeadroomState(Problem) : null;
        _custom = Problem.CustomRules.Count > 0 ? new CustomRuleState(this) : null;
        if (_custom?.MeasureEmpty() is { } empty)
        {
            Cost += empty.Cost;
            Violation += empty.Violation;
        }
    }
}
