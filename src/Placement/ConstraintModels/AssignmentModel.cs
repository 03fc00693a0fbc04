using Google.OrTools.Sat;
using Placement.Bounds;
using Placement.Model;
using Placement.Problems;

namespace Placement.ConstraintModels;

/// <summary>
/// The whole problem as a CP-SAT model: per replica class and node an integer count, per node a literal that it is in use; every rule and every
/// cost term of <see cref="AssignmentChecker"/> has its encoding here; the host's own rules in C# are learnt, see <see cref="CustomRuleCuts"/>.
/// </summary>
internal sealed class AssignmentModel
{
    private readonly PlacementProblem _problem;
    private readonly ReplicaClasses _classes;
    private readonly IntVar?[,] _count;
    private readonly IntVar[] _unplaced;
    private readonly BoolVar[] _used;
    private readonly Dictionary<(int Workload, int Level, int Domain), BoolVar> _present = [];
    private readonly LinearExprBuilder _objective = LinearExpr.NewBuilder();
    private readonly List<IntVar> _watched = [];

    public AssignmentModel(PlacementProblem problem, IReadOnlyList<int>? nodes = null)
    {
        _problem = problem;
        _classes = new(problem);
        _count = new IntVar?[_classes.Count, problem.NodeCount];
        _unplaced = new IntVar[_classes.Count];
        _used = new BoolVar[problem.NodeCount];
        for (var n = 0; n < _used.Length; n++)
        {
            _used[n] = Model.NewBoolVar("");
            _objective.AddTerm(_used[n], problem.Price(n));
        }

        Place(nodes);
        Capacity();
        Rules();
        Headroom();
        LoadAndBalance();
        Moves();
        if (nodes is null)
        {
            Symmetry();
        }

        if (problem.CustomRules.Count > 0)
        {
            CustomRules = new(problem, Model, (p, n) => _count[p, n] as BoolVar);
            foreach (var cost in CustomRules.Cost)
            {
                _objective.AddTerm(cost, 1);
            }
        }

        Model.Minimize(_objective);
    }

    public CpModel Model { get; } = new();

    /// <summary>Gets the variables from whose values <see cref="ToAssignment"/> reads the answer.</summary>
    public IReadOnlyList<IntVar> Watched => _watched;

    /// <summary>How many count variables a model would have: its size, before it is built.</summary>
    public static long SizeOf(PlacementProblem problem) => (long)new ReplicaClasses(problem).Count * problem.NodeCount;

    /// <summary>Gets what is learnt of the host's own rules, or <see langword="null"/> when there are none.</summary>
    public CustomRuleCuts? CustomRules { get; }

    /// <summary>Hints an assignment.</summary>
    public void Hint(Assignment assignment)
    {
        for (var c = 0; c < _classes.Count; c++)
        {
            var on = new Dictionary<int, int>();
            foreach (var p in _classes.Members[c])
            {
                on[assignment[p]] = on.GetValueOrDefault(assignment[p]) + 1;
            }

            for (var n = 0; n < _problem.NodeCount; n++)
            {
                if (_count[c, n] is { } x)
                {
                    Model.AddHint(x, on.GetValueOrDefault(n));
                }
            }
        }

        var used = new HashSet<int>(assignment.Nodes.ToArray());
        for (var n = 0; n < _used.Length; n++)
        {
            Model.AddHint(_used[n], used.Contains(n));
        }
    }

    /// <summary>Reads an assignment from the watched values: members of a class are alike, so any go where the counts say.</summary>
    public Assignment ToAssignment(long[] values)
    {
        var nodes = new int[_problem.ReplicaCount];
        Array.Fill(nodes, Assignment.Unplaced);
        var i = 0;
        for (var c = 0; c < _classes.Count; c++)
        {
            var next = 0;
            for (var n = 0; n < _problem.NodeCount; n++)
            {
                if (_count[c, n] is not null)
                {
                    for (var left = values[i++]; left > 0; left--)
                    {
                        nodes[_classes.Members[c][next++]] = n;
                    }
                }
            }
        }

        return new(nodes);
    }

    private void Place(IReadOnlyList<int>? nodes)
    {
        var onNode = Enumerable.Range(0, _problem.NodeCount).Select(_ => LinearExpr.NewBuilder()).ToArray();
        var most = new long[_problem.NodeCount];
        for (var c = 0; c < _classes.Count; c++)
        {
            var members = _classes.Members[c];
            var all = LinearExpr.NewBuilder();
            for (var n = 0; n < _problem.NodeCount; n++)
            {
                var fit = _problem.IsEligible(members[0], n) && nodes?.Contains(n) != false ? Fit(members, n) : 0;
                if (fit > 0)
                {
                    var x = fit == 1 ? Model.NewBoolVar("") : Model.NewIntVar(0, fit, "");
                    _count[c, n] = x;
                    _watched.Add(x);
                    all.AddTerm(x, 1);
                    onNode[n].AddTerm(x, 1);
                    most[n] += fit;
                    Model.Add(x <= fit * _used[n]);
                }
            }

            if (_problem.MayLeaveUnplaced)
            {
                _unplaced[c] = Model.NewIntVar(0, members.Length, "");
                all.AddTerm(_unplaced[c], 1);
                _objective.AddTerm(_unplaced[c], _problem.UnplacedCost(members[0]));
            }

            Model.Add(all == members.Length);
        }

        for (var n = 0; n < _used.Length; n++)
        {
            // A node counts as in use only with a replica on it: headroom must not lean on empty ones.
            Model.Add(onNode[n] >= _used[n]);
        }
    }

    private int Fit(int[] members, int node)
    {
        var demand = _problem.Demand(members[0]);
        var capacity = _problem.Capacity(node);
        long fit = members.Length;
        for (var d = 0; d < demand.Length; d++)
        {
            fit = demand[d] == 0 ? fit : Math.Min(fit, capacity[d] / demand[d]);
        }

        return (int)fit;
    }

    private LinearExprBuilder Usage(int node, int dimension)
    {
        var usage = LinearExpr.NewBuilder();
        for (var c = 0; c < _classes.Count; c++)
        {
            var demand = _problem.Demand(_classes.Members[c][0])[dimension];
            if (demand > 0 && _count[c, node] is { } x)
            {
                usage.AddTerm(x, demand);
            }
        }

        return usage;
    }

    private void Capacity()
    {
        for (var n = 0; n < _problem.NodeCount; n++)
        {
            for (var d = 0; d < _problem.DimensionCount; d++)
            {
                var usage = Usage(n, d);
                Model.Add(usage <= _problem.Capacity(n)[d]);
                if (_problem.IsTransient(d))
                {
                    // Members whose origin this is are charged here unless they are unplaced.
                    var transient = Usage(n, d);
                    for (var c = 0; c < _classes.Count; c++)
                    {
                        var members = _classes.Members[c];
                        var demand = _problem.Demand(members[0])[d];
                        if (demand > 0 && _problem.Origin(members[0]) == n)
                        {
                            transient.Add(demand * members.Length);
                            if (_count[c, n] is { } stays)
                            {
                                transient.AddTerm(stays, -demand);
                            }

                            if (_problem.MayLeaveUnplaced)
                            {
                                transient.AddTerm(_unplaced[c], -demand);
                            }
                        }
                    }

                    Model.Add(transient <= _problem.Capacity(n)[d]);
                }
            }
        }
    }

    /// <summary>The number of replicas of a workload in a domain.</summary>
    private LinearExprBuilder CountIn(int workload, int level, int domain, out int most)
    {
        var sum = LinearExpr.NewBuilder();
        most = 0;
        for (var c = 0; c < _classes.Count; c++)
        {
            if (_problem.Workload(_classes.Members[c][0]) != workload)
            {
                continue;
            }

            var any = false;
            for (var n = 0; n < _problem.NodeCount; n++)
            {
                if (_problem.Domain(level, n) == domain && _count[c, n] is { } x)
                {
                    sum.AddTerm(x, 1);
                    any = true;
                }
            }

            most += any ? _classes.Members[c].Length : 0;
        }

        return sum;
    }

    private int[] CountAtStart(int workload, int level)
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

    /// <summary>Whether a domain holds a replica of a workload, exactly.</summary>
    private BoolVar Present(int workload, int level, int domain)
    {
        if (!_present.TryGetValue((workload, level, domain), out var present))
        {
            present = Model.NewBoolVar("");
            var count = CountIn(workload, level, domain, out var most);
            Model.Add(count >= present);
            Model.Add(count <= Math.Max(1, most) * LinearExpr.Affine(present, 1, 0));
            _present.Add((workload, level, domain), present);
        }

        return present;
    }

    /// <summary>Adds <c>excess &lt;= 0</c>, or its cost when the rule is soft. With a condition, only where it holds.</summary>
    private void Limit(RuleStrictness strictness, long weight, LinearExpr excess, long most, BoolVar? when = null)
    {
        if (strictness != RuleStrictness.Soft)
        {
            var hard = Model.Add(excess <= 0);
            if (when is not null)
            {
                hard.OnlyEnforceIf(when);
            }

            return;
        }

        var over = Model.NewIntVar(0, Math.Max(0, most), "");
        var soft = Model.Add(over >= excess);
        if (when is not null)
        {
            soft.OnlyEnforceIf(when);
        }

        _objective.AddTerm(over, weight);
    }

    private void Rules()
    {
        foreach (var rule in _problem.DomainLimits)
        {
            var start = rule.Strictness == RuleStrictness.DoNotWorsen ? CountAtStart(rule.Workload, rule.Level) : null;
            for (var domain = 0; domain < _problem.DomainCount(rule.Level); domain++)
            {
                var count = CountIn(rule.Workload, rule.Level, domain, out var most);
                Limit(rule.Strictness, rule.Weight, count - Math.Max(rule.Max, start?[domain] ?? 0), most);
            }
        }

        foreach (var rule in _problem.Spreads)
        {
            var wanted = rule.Strictness == RuleStrictness.DoNotWorsen ? Math.Min(rule.MinDomains, CountAtStart(rule.Workload, rule.Level).Count(c => c > 0)) : rule.MinDomains;
            var covered = LinearExpr.NewBuilder();
            for (var domain = 0; domain < _problem.DomainCount(rule.Level); domain++)
            {
                covered.AddTerm(Present(rule.Workload, rule.Level, domain), 1);
            }

            Limit(rule.Strictness, rule.Weight, wanted - covered, wanted);
        }

        foreach (var rule in _problem.CoLocations)
        {
            var keep = rule.Strictness == RuleStrictness.DoNotWorsen;
            var here = keep ? CountAtStart(rule.Workload, -1) : null;
            var other = keep ? CountAtStart(rule.Other, -1) : null;
            for (var n = 0; n < _problem.NodeCount; n++)
            {
                var count = CountIn(rule.Other, -1, n, out var most);
                var max = keep && here![n] > 0 ? Math.Max(rule.Max, other![n]) : rule.Max;
                if (most > max)
                {
                    Limit(rule.Strictness, rule.Weight, count - max, most, Present(rule.Workload, -1, n));
                }
            }
        }

        foreach (var rule in _problem.Dependencies.Where(r => r.Workload != r.On))
        {
            var keep = rule.Strictness == RuleStrictness.DoNotWorsen;
            var here = keep ? CountAtStart(rule.Workload, rule.Level) : null;
            var on = keep ? CountAtStart(rule.On, rule.Level) : null;
            for (var domain = 0; domain < _problem.DomainCount(rule.Level); domain++)
            {
                if (!(keep && here![domain] > 0 && on![domain] == 0))
                {
                    Limit(rule.Strictness, rule.Weight, Present(rule.Workload, rule.Level, domain) - LinearExpr.Affine(Present(rule.On, rule.Level, domain), 1, 0), 1);
                }
            }
        }
    }

    /// <summary>Per lost domain and dimension: all usage is at most the capacity of the used nodes outside the domain.</summary>
    private void Headroom()
    {
        foreach (var level in _problem.HeadroomLevels)
        {
            for (var domain = 0; domain < _problem.DomainCount(level); domain++)
            {
                for (var d = 0; d < _problem.DimensionCount; d++)
                {
                    // lost usage <= free of the others, with free = capacity of used nodes less their usage
                    var sum = LinearExpr.NewBuilder();
                    for (var n = 0; n < _problem.NodeCount; n++)
                    {
                        sum.Add(Usage(n, d));
                        if (_problem.Domain(level, n) != domain)
                        {
                            sum.AddTerm(_used[n], -_problem.Capacity(n)[d]);
                        }
                    }

                    Model.Add(sum <= 0);
                }
            }
        }
    }

    private void LoadAndBalance()
    {
        for (var n = 0; n < _problem.NodeCount; n++)
        {
            for (var d = 0; d < _problem.DimensionCount; d++)
            {
                var (capacity, target) = (_problem.Capacity(n)[d], _problem.Target(n)[d]);
                if (_problem.LoadWeight(d) > 0 && target < capacity)
                {
                    var over = Model.NewIntVar(0, capacity - target, "");
                    Model.Add(over >= Usage(n, d) - target);
                    _objective.AddTerm(over, _problem.LoadWeight(d));
                }
            }

            foreach (var balance in _problem.Balances.Where(b => b.Weight > 0))
            {
                for (var slot = 0; slot < _problem.SlotCount; slot++)
                {
                    var first = (balance.First * _problem.SlotCount) + slot;
                    var second = (balance.Second * _problem.SlotCount) + slot;
                    // target x free(first) - free(second)
                    var lack = LinearExpr.NewBuilder();
                    lack.AddTerm(Usage(n, first), -balance.Target);
                    lack.AddTerm(Usage(n, second), 1);
                    lack.Add((balance.Target * _problem.Capacity(n)[first]) - _problem.Capacity(n)[second]);
                    var missing = Model.NewIntVar(0, balance.Target * _problem.Capacity(n)[first], "");
                    Model.Add(missing >= lack);
                    _objective.AddTerm(missing, balance.Weight);
                }
            }
        }
    }

    private void Moves()
    {
        var all = LinearExpr.NewBuilder();
        var byWorkload = new SortedDictionary<int, LinearExprBuilder>();
        for (var c = 0; c < _classes.Count; c++)
        {
            var first = _classes.Members[c][0];
            if (_problem.Origin(first) < 0)
            {
                continue;
            }

            var workload = _problem.Workload(first);
            if (!byWorkload.TryGetValue(workload, out var moved))
            {
                byWorkload.Add(workload, moved = LinearExpr.NewBuilder());
            }

            for (var n = 0; n < _problem.NodeCount; n++)
            {
                if (n != _problem.Origin(first) && _count[c, n] is { } x)
                {
                    _objective.AddTerm(x, _problem.MoveCost(first, n));
                    all.AddTerm(x, 1);
                    moved.AddTerm(x, 1);
                }
            }
        }

        if (_problem.MaxMoves < _problem.ReplicaCount)
        {
            Model.Add(all <= _problem.MaxMoves);
        }

        if (_problem.WorkloadMoveCost > 0 && byWorkload.Count > 0)
        {
            var most = Model.NewIntVar(0, _problem.ReplicaCount, "");
            foreach (var moved in byWorkload.Values)
            {
                Model.Add(moved <= most);
            }

            _objective.AddTerm(most, _problem.WorkloadMoveCost);
        }
    }

    /// <summary>Of nodes that nothing tells apart, the first are used first.</summary>
    private void Symmetry()
    {
        if (Array.Exists(_problem.OriginTable, o => o >= 0) || _problem.CustomRules.Count > 0 || !_problem.TargetTable.AsSpan().SequenceEqual(_problem.CapacityTable) || _problem.NodeMoveCostTable is not null)
        {
            return;
        }

        foreach (var members in NodeClasses.Of(_problem).Members)
        {
            foreach (var alike in members.GroupBy(n => string.Join(',', _problem.Domains.Select(level => level[n]))))
            {
                foreach (var (a, b) in alike.Zip(alike.Skip(1)))
                {
                    Model.AddImplication(_used[b], _used[a]);
                }
            }
        }
    }
}
