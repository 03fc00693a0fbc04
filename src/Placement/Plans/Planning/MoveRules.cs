using Placement.Model;
using Placement.Problems;

namespace Placement.Plans;

/// <summary>The rules of workloads while steps are under way, with counters that make each test cheap.</summary>
internal sealed class MoveRules
{
    private readonly PlacementProblem _problem;
    private readonly Dictionary<(int Workload, int Level), DomainCounter> _counters = [];
    private readonly List<DomainCounter>?[] _countersOf;
    private readonly List<(DomainCounter Counter, int Max, Dictionary<int, int>? AtStart)>?[] _limits;
    private readonly List<(DomainCounter Counter, int Needed)>?[] _spreads;
    private readonly List<CoLocation>?[] _coLocations;
    private readonly List<Dependency>?[] _needs;
    private readonly List<Dependency>?[] _neededBy;
    private readonly List<int>?[] _related;

    public MoveRules(PlacementProblem problem)
    {
        _problem = problem;
        var count = problem.WorkloadCount;
        (_countersOf, _limits, _spreads, _coLocations) = (new List<DomainCounter>?[count], new List<(DomainCounter, int, Dictionary<int, int>?)>?[count], new List<(DomainCounter, int)>?[count], new List<CoLocation>?[count]);
        (_needs, _neededBy, _related) = (new List<Dependency>?[count], new List<Dependency>?[count], new List<int>?[count]);
        foreach (var r in problem.DomainLimits.Where(r => r.Strictness != RuleStrictness.Soft))
        {
            Add(_limits, r.Workload, (Counter(r.Workload, r.Level), r.Max, r.Strictness == RuleStrictness.DoNotWorsen ? AtStart(r.Workload, r.Level) : null));
        }

        foreach (var r in problem.Spreads.Where(r => r.Strictness != RuleStrictness.Soft))
        {
            Add(_spreads, r.Workload, (Counter(r.Workload, r.Level), Math.Min(r.MinDomains, AtStart(r.Workload, r.Level).Count)));
        }

        foreach (var r in problem.CoLocations.Where(r => r.Strictness != RuleStrictness.Soft))
        {
            var keep = r.Strictness == RuleStrictness.DoNotWorsen;
            var rule = new CoLocation(Counter(r.Workload, -1), Counter(r.Other, -1), r.Max, keep ? AtStart(r.Workload, -1) : null, keep ? AtStart(r.Other, -1) : null);
            Add(_coLocations, r.Workload, rule);
            Add(_coLocations, r.Other, rule);
            Relate(r.Workload, r.Other);
        }

        foreach (var r in problem.Dependencies.Where(r => r.Strictness != RuleStrictness.Soft))
        {
            var on = AtStart(r.On, r.Level);
            var rule = new Dependency(Counter(r.Workload, r.Level), Counter(r.On, r.Level), [.. AtStart(r.Workload, r.Level).Keys.Where(d => !on.ContainsKey(d))]);
            Add(_needs, r.Workload, rule);
            Add(_neededBy, r.On, rule);
            Relate(r.Workload, r.On);
        }
    }

    /// <summary>Returns the workloads whose steps may become free when a step of this one is done; itself not included.</summary>
    public IReadOnlyList<int> Related(int workload) => _related[workload] ?? [];

    public IReadOnlyList<DomainCounter> CountersOf(int workload) => _countersOf[workload] ?? [];

    /// <summary>Tests an arrival on a node. The replica has a copy on <paramref name="other"/>, or nowhere when that is -1.</summary>
    public Block Arrival(int workload, int other, int node)
    {
        foreach (var (counter, max, atStart) in _limits[workload] ?? [])
        {
            var domain = _problem.Domain(counter.Level, node);
            if (domain >= 0 && !(other >= 0 && _problem.Domain(counter.Level, other) == domain)
                && counter.Replicas(domain) + 1 > (atStart is null ? max : Math.Max(max, atStart.GetValueOrDefault(domain))))
            {
                return new(BlockKind.DomainLimit, node, -1, workload, counter.Level);
            }
        }

        foreach (var rule in _coLocations[workload] ?? [])
        {
            var isFirst = rule.First.Workload == workload;
            var here = rule.First.Copies(node) + (isFirst ? 1 : 0);
            var others = rule.Other.Copies(node) + (isFirst ? 0 : 1);
            if (here > 0 && others > rule.MaxOn(node))
            {
                return new(BlockKind.CoLocation, node, -1, isFirst ? rule.Other.Workload : rule.First.Workload);
            }
        }

        foreach (var rule in _needs[workload] ?? [])
        {
            var domain = _problem.Domain(rule.First.Level, node);
            if (domain >= 0 && rule.On.Sure(domain) == 0 && !rule.Lacking.Contains(domain))
            {
                return new(BlockKind.DependencyMissing, node, -1, rule.On.Workload, rule.First.Level);
            }
        }

        return Block.None;
    }

    /// <summary>Tests whether a copy may become unsure: it leaves a node, for another one or (-1) for none.</summary>
    public Block Departure(int workload, int node, int to)
    {
        foreach (var (counter, needed) in _spreads[workload] ?? [])
        {
            var from = _problem.Domain(counter.Level, node);
            var onto = to < 0 ? -1 : _problem.Domain(counter.Level, to);
            if (from != onto && from >= 0 && counter.SureDomainsWith(from, onto) < needed)
            {
                return new(BlockKind.Spread, node, -1, workload, counter.Level);
            }
        }

        foreach (var rule in _neededBy[workload] ?? [])
        {
            var domain = _problem.Domain(rule.On.Level, node);
            if (domain >= 0 && (to < 0 || _problem.Domain(rule.On.Level, to) != domain)
                && rule.On.Sure(domain) == 1 && rule.First.Copies(domain) > 0 && !rule.Lacking.Contains(domain))
            {
                return new(BlockKind.DependencyNeeded, node, -1, rule.First.Workload, rule.On.Level);
            }
        }

        return Block.None;
    }

    private static void Add<T>(List<T>?[] lists, int workload, T rule) => (lists[workload] ??= []).Add(rule);

    private void Relate(int one, int other)
    {
        Add(_related, one, other);
        Add(_related, other, one);
    }

    private DomainCounter Counter(int workload, int level)
    {
        if (!_counters.TryGetValue((workload, level), out var counter))
        {
            _counters.Add((workload, level), counter = new DomainCounter(workload, level));
            Add(_countersOf, workload, counter);
        }

        return counter;
    }

    private Dictionary<int, int> AtStart(int workload, int level)
    {
        var count = new Dictionary<int, int>();
        foreach (var p in _problem.Replicas(workload))
        {
            if (_problem.Origin(p) is >= 0 and var node && _problem.Domain(level, node) is >= 0 and var domain)
            {
                count[domain] = count.GetValueOrDefault(domain) + 1;
            }
        }

        return count;
    }

    private sealed record CoLocation(DomainCounter First, DomainCounter Other, int Max, Dictionary<int, int>? FirstAtStart, Dictionary<int, int>? OtherAtStart)
    {
        public int MaxOn(int node) => FirstAtStart?.ContainsKey(node) == true ? Math.Max(Max, OtherAtStart!.GetValueOrDefault(node)) : Max;
    }

    private sealed record Dependency(DomainCounter First, DomainCounter On, HashSet<int> Lacking);
}
