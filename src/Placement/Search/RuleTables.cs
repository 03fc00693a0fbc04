using Placement.Model;
using Placement.Problems;

namespace Placement.Search;

/// <summary>The rules of a problem, by workload, with everything left out that can never be broken.</summary>
internal sealed class RuleTables
{
    private readonly PlacementProblem _problem;
    private readonly Dictionary<(int Workload, int Level), int> _rows = [];
    private readonly List<(int Workload, RuleLink Link)> _found = [];
    private readonly int[] _workloadOf;  // row -> workload

    public readonly int[] LinkStart;     // workload -> first entry of Links
    public readonly RuleLink[] Links;
    public readonly int[] RowStart;      // workload -> first entry of Rows
    public readonly int[] Rows;
    public readonly int[] RowLevel;      // row -> level
    public readonly int[] RowLength;     // row -> domains of its level
    public readonly int[] PlainRow;      // workload -> row of its plain hard limit a node, or -1
    public readonly int[] PlainMax;      // workload -> that limit
    public readonly bool[] NeedsLinks;   // workload -> has more than a plain hard limit a node
    public readonly bool[] HasSoft;      // workload -> has a soft rule
    public readonly int[][] DomainOf;    // level + 1 -> node -> domain

    public RuleTables(PlacementProblem problem)
    {
        _problem = problem;
        DomainOf = [[.. Enumerable.Range(0, problem.NodeCount)], .. problem.Domains];
        foreach (var rule in problem.DomainLimits)
        {
            AddLimit(rule);
        }

        foreach (var rule in problem.Spreads)
        {
            AddSpread(rule);
        }

        foreach (var rule in problem.CoLocations)
        {
            AddCoLocation(rule);
        }

        foreach (var rule in problem.Dependencies)
        {
            AddDependency(rule);
        }

        var workloads = problem.WorkloadCount;
        RowLevel = new int[_rows.Count];
        RowLength = new int[_rows.Count];
        _workloadOf = new int[_rows.Count];
        foreach (var ((workload, level), row) in _rows)
        {
            _workloadOf[row] = workload;
            RowLevel[row] = level;
            RowLength[row] = problem.DomainCount(level);
        }

        (RowStart, Rows) = Grouped(_rows.Select(r => (r.Key.Workload, r.Value)).OrderBy(r => r.Value), workloads);
        (LinkStart, Links) = Grouped(_found.OrderBy(f => f.Link.Side), workloads);
        PlainRow = new int[workloads];
        PlainMax = new int[workloads];
        NeedsLinks = new bool[workloads];
        HasSoft = new bool[workloads];
        for (var w = 0; w < workloads; w++)
        {
            PlainRow[w] = -1;
            foreach (var link in Links.AsSpan(LinkStart[w]..LinkStart[w + 1]))
            {
                HasSoft[w] |= link.Weight > 0;
                if (link is { Side: RuleSide.Limit, Level: -1, Weight: 0, Floor: null } && PlainRow[w] < 0)
                {
                    (PlainRow[w], PlainMax[w]) = (link.Row, link.Max);
                }
                else
                {
                    NeedsLinks[w] = true;
                }
            }
        }
    }

    /// <summary>Tells whether a rule looks at both workloads.</summary>
    public bool AreLinked(int workload, int other)
    {
        foreach (ref readonly var link in Links.AsSpan(LinkStart[workload], LinkStart[workload + 1] - LinkStart[workload]))
        {
            if (link.Side is not (RuleSide.Limit or RuleSide.Spread) && _workloadOf[link.OtherRow] == other)
            {
                return true;
            }
        }

        return false;
    }

    private static (int[] Start, T[] Items) Grouped<T>(IEnumerable<(int Workload, T Item)> pairs, int workloads)
    {
        var ordered = pairs.OrderBy(p => p.Workload).ToList();
        var start = new int[workloads + 1];
        foreach (var (w, _) in ordered)
        {
            start[w + 1]++;
        }

        for (var w = 0; w < workloads; w++)
        {
            start[w + 1] += start[w];
        }

        return (start, [.. ordered.Select(p => p.Item)]);
    }

    private int Row(int workload, int level)
    {
        if (!_rows.TryGetValue((workload, level), out var row))
        {
            _rows[(workload, level)] = row = _rows.Count;
        }

        return row;
    }

    private static long Weight(RuleStrictness strictness, long weight) => strictness == RuleStrictness.Soft ? weight : 0;

    private int[] AtStart(int workload, int level)
    {
        var count = new int[_problem.DomainCount(level)];
        foreach (var p in _problem.Replicas(workload))
        {
            if (_problem.Origin(p) is >= 0 and var node && _problem.Domain(level, node) is >= 0 and var domain)
            {
                count[domain]++;
            }
        }

        return count;
    }

    private void AddLimit(DomainLimit rule)
    {
        if (_problem.Replicas(rule.Workload).Length <= rule.Max)
        {
            return;
        }

        int[]? floor = null;
        if (rule.Strictness == RuleStrictness.DoNotWorsen && AtStart(rule.Workload, rule.Level) is var start && start.AsSpan().ContainsAnyExceptInRange(0, rule.Max))
        {
            floor = start;
        }

        _found.Add((rule.Workload, new()
        {
            Side = RuleSide.Limit, Row = Row(rule.Workload, rule.Level), Level = rule.Level, Max = rule.Max, Weight = Weight(rule.Strictness, rule.Weight), Floor = floor,
        }));
    }

    private void AddSpread(DomainSpread rule)
    {
        var wanted = rule.Strictness == RuleStrictness.DoNotWorsen ? Math.Min(rule.MinDomains, AtStart(rule.Workload, rule.Level).Count(c => c > 0)) : rule.MinDomains;
        // One domain is certain where every replica has a node and every node a domain.
        var always = rule.Strictness != RuleStrictness.Soft && !_problem.MayLeaveUnplaced && _problem.Replicas(rule.Workload).Length > 0 && !_problem.Domains[rule.Level].Contains(-1) ? 1 : 0;
        if (wanted > always)
        {
            _found.Add((rule.Workload, new()
            {
                Side = RuleSide.Spread, Row = Row(rule.Workload, rule.Level), Level = rule.Level, Max = wanted, Weight = Weight(rule.Strictness, rule.Weight),
            }));
        }
    }

    private void AddCoLocation(NodeCoLocation rule)
    {
        if (_problem.Replicas(rule.Workload).Length == 0 || _problem.Replicas(rule.Other).Length <= rule.Max)
        {
            return;
        }

        int[]? floor = null;
        if (rule.Strictness == RuleStrictness.DoNotWorsen)
        {
            var here = AtStart(rule.Workload, -1);
            var other = AtStart(rule.Other, -1);
            for (var node = 0; node < here.Length; node++)
            {
                if (here[node] > 0 && other[node] > rule.Max)
                {
                    floor ??= new int[here.Length];
                    floor[node] = other[node];
                }
            }
        }

        var link = new RuleLink
        {
            Side = RuleSide.LimitsOther, Row = Row(rule.Workload, -1), OtherRow = Row(rule.Other, -1), Level = -1, Max = rule.Max, Weight = Weight(rule.Strictness, rule.Weight), Floor = floor,
        };
        _found.Add((rule.Workload, link));
        _found.Add((rule.Other, new()
        {
            Side = RuleSide.LimitedByOther, Row = link.OtherRow, OtherRow = link.Row, Level = -1, Max = rule.Max, Weight = link.Weight, Floor = floor,
        }));
    }

    private void AddDependency(DomainDependency rule)
    {
        if (rule.Workload == rule.On || _problem.Replicas(rule.Workload).Length == 0)
        {
            return;
        }

        int[]? floor = null;
        if (rule.Strictness == RuleStrictness.DoNotWorsen)
        {
            var lacking = AtStart(rule.Workload, rule.Level).Zip(AtStart(rule.On, rule.Level), (a, b) => a > 0 && b == 0 ? 1 : 0).ToArray();
            floor = lacking.Contains(1) ? lacking : null;
        }

        var link = new RuleLink
        {
            Side = RuleSide.DependsOn, Row = Row(rule.Workload, rule.Level), OtherRow = Row(rule.On, rule.Level), Level = rule.Level, Weight = Weight(rule.Strictness, rule.Weight), Floor = floor,
        };
        _found.Add((rule.Workload, link));
        _found.Add((rule.On, new()
        {
            Side = RuleSide.IsNeededBy, Row = link.OtherRow, OtherRow = link.Row, Level = rule.Level, Weight = link.Weight, Floor = floor,
        }));
    }
}
