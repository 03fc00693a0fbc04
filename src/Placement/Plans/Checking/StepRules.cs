using Placement.Model;
using Placement.Problems;

namespace Placement.Plans;

/// <summary>The rules of a problem, judged while steps are under way: what may run is counted for limits, what is sure to run for guarantees.</summary>
internal sealed class StepRules
{
    private readonly PlacementProblem _problem;
    private readonly List<int>[] _copies;
    private readonly Action<StepFaultCode, string> _report;
    private readonly ILookup<int, DomainLimit> _limits;
    private readonly ILookup<int, DomainSpread> _spreads;
    private readonly ILookup<int, NodeCoLocation> _coLocations;
    private readonly ILookup<int, DomainDependency> _dependencies;
    private readonly Dictionary<DomainSpread, int> _domainsNeeded = [];
    private readonly long[]? _headroomAtStart;

    public StepRules(PlacementProblem problem, List<int>[] copies, Action<StepFaultCode, string> report)
    {
        _problem = problem;
        _copies = copies;
        _report = report;
        _limits = problem.DomainLimits.Where(r => r.Strictness != RuleStrictness.Soft).ToLookup(r => r.Workload);
        _spreads = problem.Spreads.Where(r => r.Strictness != RuleStrictness.Soft).ToLookup(r => r.Workload);
        _coLocations = BothSides(problem.CoLocations.Where(r => r.Strictness != RuleStrictness.Soft), r => r.Workload, r => r.Other);
        _dependencies = BothSides(problem.Dependencies.Where(r => r.Strictness != RuleStrictness.Soft), r => r.Workload, r => r.On);
        foreach (var rule in problem.Spreads)
        {
            var atStart = Origins(rule.Workload).Select(n => problem.Domain(rule.Level, n)).Where(d => d >= 0).Distinct().Count();
            _domainsNeeded[rule] = Math.Min(rule.MinDomains, atStart);
        }

        if (problem.HeadroomLevels.Count > 0)
        {
            _headroomAtStart = Missing([]);
        }
    }

    /// <summary>Judges the rules of every workload with a step under way.</summary>
    public void JudgeWorkloads(Dictionary<int, MigrationStep> flying)
    {
        foreach (var group in flying.Values.GroupBy(s => _problem.Workload(s.Replica)))
        {
            var arriving = group.Where(s => s.To >= 0).Select(s => s.To).ToList();
            var leaving = group.Where(s => s.From >= 0).Select(s => s.From).ToList();
            foreach (var rule in _limits[group.Key])
            {
                JudgeLimit(rule, flying, arriving);
            }

            foreach (var rule in _spreads[group.Key])
            {
                JudgeSpread(rule, flying);
            }

            foreach (var rule in _coLocations[group.Key])
            {
                JudgeCoLocation(rule, flying, arriving);
            }

            foreach (var rule in _dependencies[group.Key])
            {
                JudgeDependency(rule, flying, rule.Workload == group.Key ? arriving : leaving);
            }
        }
    }

    /// <summary>Judges headroom and the host's rules with every copy there.</summary>
    public void JudgeFleet(Dictionary<int, MigrationStep> flying)
    {
        if (_headroomAtStart is not null)
        {
            var missing = Missing(flying);
            for (var i = 0; i < missing.Length; i++)
            {
                if (missing[i] > Math.Max(0, _headroomAtStart[i]))
                {
                    _report(StepFaultCode.Headroom, $"The loss of a domain of level {_problem.HeadroomLevels[i / _problem.DimensionCount]} would leave {missing[i]} of dimension {i % _problem.DimensionCount} without room.");
                }
            }
        }

        if (!_problem.CustomRules.Any(r => r.IsHard))
        {
            return;
        }

        var onNode = new List<int>[_problem.NodeCount];
        var atStart = new List<int>[_problem.NodeCount];
        for (var p = 0; p < _problem.ReplicaCount; p++)
        {
            foreach (var node in Possible(p, flying))
            {
                (onNode[node] ??= []).Add(p);
            }

            if (_problem.Origin(p) is >= 0 and var origin)
            {
                (atStart[origin] ??= []).Add(p);
            }
        }

        foreach (var rule in _problem.CustomRules.Where(r => r.IsHard))
        {
            for (var node = 0; node < onNode.Length; node++)
            {
                var measure = rule.Measure(_problem, node, onNode[node]?.ToArray() ?? []);
                if (measure > 0 && measure > rule.Measure(_problem, node, atStart[node]?.ToArray() ?? []))
                {
                    _report(StepFaultCode.Custom, $"Node {node} breaks the rule '{rule.Name}' by {measure}.");
                }
            }
        }
    }

    private static ILookup<int, T> BothSides<T>(IEnumerable<T> rules, Func<T, int> one, Func<T, int> other) =>
        rules.SelectMany(r => new[] { (Key: one(r), Rule: r), (Key: other(r), Rule: r) }).ToLookup(x => x.Key, x => x.Rule);

    private IEnumerable<int> Origins(int workload) => _problem.Replicas(workload).ToArray().Select(_problem.Origin).Where(n => n >= 0);

    /// <summary>Every node on which a copy of the replica runs, or may run before the steps under way have finished.</summary>
    private IEnumerable<int> Possible(int replica, Dictionary<int, MigrationStep> flying) =>
        flying.TryGetValue(replica, out var s) && s.To >= 0 ? _copies[replica].Append(s.To).Distinct() : _copies[replica];

    /// <summary>The domains in which a copy of the replica runs for sure, whichever steps under way have finished.</summary>
    private IEnumerable<int> Sure(int replica, int level, Dictionary<int, MigrationStep> flying)
    {
        if (!flying.TryGetValue(replica, out var s))
        {
            return _copies[replica].Select(n => _problem.Domain(level, n));
        }

        return s.Kind switch
        {
            StepKind.Move => _problem.Domain(level, s.From) == _problem.Domain(level, s.To) ? [_problem.Domain(level, s.To)] : [],
            StepKind.Stop => _copies[replica].Where(n => n != s.From).Select(n => _problem.Domain(level, n)),
            _ => _copies[replica].Select(n => _problem.Domain(level, n)),
        };
    }

    private void JudgeLimit(DomainLimit rule, Dictionary<int, MigrationStep> flying, List<int> arriving)
    {
        var count = new Dictionary<int, int>();
        foreach (var p in _problem.Replicas(rule.Workload))
        {
            foreach (var domain in Possible(p, flying).Select(n => _problem.Domain(rule.Level, n)).Distinct())
            {
                count[domain] = count.GetValueOrDefault(domain) + 1;
            }
        }

        foreach (var domain in arriving.Select(n => _problem.Domain(rule.Level, n)).Where(d => d >= 0).Distinct())
        {
            var max = rule.Strictness == RuleStrictness.DoNotWorsen
                ? Math.Max(rule.Max, Origins(rule.Workload).Count(n => _problem.Domain(rule.Level, n) == domain))
                : rule.Max;
            if (count[domain] > max)
            {
                _report(StepFaultCode.DomainLimit, $"{count[domain]} replicas of workload {rule.Workload} have a copy in domain {domain} of level {rule.Level}; the limit is {max}.");
            }
        }
    }

    private void JudgeSpread(DomainSpread rule, Dictionary<int, MigrationStep> flying)
    {
        var sure = new HashSet<int>();
        foreach (var p in _problem.Replicas(rule.Workload))
        {
            sure.UnionWith(Sure(p, rule.Level, flying).Where(d => d >= 0));
        }

        // A replica between two domains is in one of them; one such replica adds a domain when neither is counted yet.
        var extra = flying.Values.Any(s => s.Kind == StepKind.Move && _problem.Workload(s.Replica) == rule.Workload
            && _problem.Domain(rule.Level, s.From) is >= 0 and var from && _problem.Domain(rule.Level, s.To) is >= 0 and var to && !sure.Contains(from) && !sure.Contains(to));
        var domains = sure.Count + (extra ? 1 : 0);
        if (domains < _domainsNeeded[rule])
        {
            _report(StepFaultCode.Spread, $"Workload {rule.Workload} is sure of {domains} domains of level {rule.Level}; it needs {_domainsNeeded[rule]}.");
        }
    }

    private void JudgeCoLocation(NodeCoLocation rule, Dictionary<int, MigrationStep> flying, List<int> arriving)
    {
        foreach (var node in arriving.Distinct())
        {
            int Copies(int workload) => _problem.Replicas(workload).ToArray().Count(p => Possible(p, flying).Contains(node));
            if (Copies(rule.Workload) == 0)
            {
                continue;
            }

            var max = rule.Strictness == RuleStrictness.DoNotWorsen && Origins(rule.Workload).Contains(node) ? Math.Max(rule.Max, Origins(rule.Other).Count(n => n == node)) : rule.Max;
            if (Copies(rule.Other) is var other && other > max)
            {
                _report(StepFaultCode.CoLocation, $"Node {node} holds workload {rule.Workload} and {other} copies of workload {rule.Other}; the limit is {max}.");
            }
        }
    }

    private void JudgeDependency(DomainDependency rule, Dictionary<int, MigrationStep> flying, List<int> nodes)
    {
        foreach (var domain in nodes.Select(n => _problem.Domain(rule.Level, n)).Where(d => d >= 0).Distinct())
        {
            var needed = _problem.Replicas(rule.Workload).ToArray().Any(p => Possible(p, flying).Any(n => _problem.Domain(rule.Level, n) == domain));
            var there = _problem.Replicas(rule.On).ToArray().Any(p => Sure(p, rule.Level, flying).Contains(domain));
            if (needed && !there && !LackedAtStart(rule, domain))
            {
                _report(StepFaultCode.Dependency, $"Domain {domain} of level {rule.Level} may hold workload {rule.Workload} while no replica of workload {rule.On} is sure to run there.");
            }
        }
    }

    private bool LackedAtStart(DomainDependency rule, int domain) =>
        Origins(rule.Workload).Any(n => _problem.Domain(rule.Level, n) == domain) && Origins(rule.On).All(n => _problem.Domain(rule.Level, n) != domain);

    /// <summary>Per headroom level and dimension, how much the worst loss would leave without room; negative when there is room to spare.</summary>
    private long[] Missing(Dictionary<int, MigrationStep> flying)
    {
        var used = new bool[_problem.NodeCount];
        var usage = new long[_problem.NodeCount * _problem.DimensionCount];
        for (var p = 0; p < _copies.Length; p++)
        {
            foreach (var node in Possible(p, flying))
            {
                used[node] = true;
                for (var d = 0; d < _problem.DimensionCount; d++)
                {
                    usage[(node * _problem.DimensionCount) + d] += _problem.Demand(p)[d];
                }
            }
        }

        var missing = new long[_problem.HeadroomLevels.Count * _problem.DimensionCount];
        for (var i = 0; i < missing.Length; i++)
        {
            var level = _problem.HeadroomLevels[i / _problem.DimensionCount];
            var d = i % _problem.DimensionCount;
            var free = 0L;
            var lost = new long[_problem.DomainCount(level)];
            for (var node = 0; node < used.Length; node++)
            {
                if (used[node])
                {
                    free += _problem.Capacity(node)[d] - usage[(node * _problem.DimensionCount) + d];
                    if (_problem.Domain(level, node) is >= 0 and var domain)
                    {
                        lost[domain] += _problem.Capacity(node)[d];
                    }
                }
            }

            missing[i] = lost.DefaultIfEmpty().Max() - free;
        }

        return missing;
    }
}
