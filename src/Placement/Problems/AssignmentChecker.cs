using Placement.Model;

namespace Placement.Problems;

/// <summary>The independent judge: recomputes feasibility and every cost term of an assignment from the problem alone.</summary>
/// <remarks>Slow and obvious on purpose, and it shares no code with any solver. O(replicas x dimensions + nodes x dimensions + rules).</remarks>
public static class AssignmentChecker
{
    /// <summary>Checks an assignment.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="assignment">The assignment; one entry a replica.</param>
    /// <exception cref="ArgumentException">The assignment is for another number of replicas.</exception>
    public static CheckResult Check(PlacementProblem problem, Assignment assignment)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(assignment);
        if (assignment.ReplicaCount != problem.ReplicaCount)
        {
            throw new ArgumentException($"The assignment is for {assignment.ReplicaCount} replicas; the problem has {problem.ReplicaCount}.", nameof(assignment));
        }

        return new Run(problem, assignment).Check();
    }

    private sealed class Run(PlacementProblem problem, Assignment assignment)
    {
        private readonly List<Violation> _violations = [];
        private readonly int[] _nodeOf = KnownNodes(problem, assignment);
        private readonly ProblemNames _names = problem.Names;
        private long _softRules;

        public CheckResult Check()
        {
            var usage = Usage(_nodeOf);
            CheckPlaces();
            CheckCapacity(usage);
            foreach (var rule in problem.DomainLimits)
            {
                CheckLimit(rule);
            }

            foreach (var rule in problem.Spreads)
            {
                CheckSpread(rule);
            }

            foreach (var rule in problem.CoLocations)
            {
                CheckCoLocation(rule);
            }

            foreach (var rule in problem.Dependencies)
            {
                CheckDependency(rule);
            }

            foreach (var level in problem.HeadroomLevels)
            {
                CheckHeadroom(level, usage);
            }

            CheckCustomRules();
            var moved = Enumerable.Range(0, problem.ReplicaCount).Where(Moved).ToList();
            if (moved.Count > problem.MaxMoves)
            {
                _violations.Add(new(ReasonCode.MoveLimit, moved.Count - problem.MaxMoves, $"{moved.Count} replicas move; the limit is {problem.MaxMoves}."));
            }

            var inUse = _nodeOf.Where(n => n >= 0).Distinct().ToList();
            return new CheckResult
            {
                Violations = _violations,
                NodesInUse = inUse.Count,
                Moves = moved.Count,
                Cost = new CostBreakdown
                {
                    Nodes = inUse.Sum(problem.Price),
                    Load = LoadCost(usage),
                    Balance = BalanceCost(usage),
                    ReplicaMoves = moved.Sum(p => problem.MoveCostTable[p]),
                    NodeMoves = problem.NodeMoveCostTable is { } matrix
                        ? moved.Sum(p => problem.NodeMoveWeight * matrix[(problem.Origin(p) * problem.NodeCount) + _nodeOf[p]])
                        : 0,
                    WorkloadMoves = moved.Count == 0 ? 0 : problem.WorkloadMoveCost * moved.CountBy(problem.Workload).Max(g => g.Value),
                    Unplaced = problem.MayLeaveUnplaced ? Enumerable.Range(0, problem.ReplicaCount).Where(p => _nodeOf[p] < 0).Sum(problem.UnplacedCost) : 0,
                    SoftRules = _softRules,
                },
            };
        }

        private static int[] KnownNodes(PlacementProblem problem, Assignment assignment)
        {
            var nodes = assignment.Nodes.ToArray();
            for (var p = 0; p < nodes.Length; p++)
            {
                nodes[p] = nodes[p] >= 0 && nodes[p] < problem.NodeCount ? nodes[p] : Assignment.Unplaced;
            }

            return nodes;
        }

        private bool Moved(int replica) => problem.Origin(replica) >= 0 && _nodeOf[replica] >= 0 && _nodeOf[replica] != problem.Origin(replica);

        private long[] Usage(int[] nodeOf)
        {
            var usage = new long[problem.NodeCount * problem.DimensionCount];
            for (var p = 0; p < nodeOf.Length; p++)
            {
                Charge(usage, nodeOf[p], p);
            }

            return usage;
        }

        private void Charge(long[] usage, int node, int replica)
        {
            if (node < 0)
            {
                return;
            }

            var demand = problem.Demand(replica);
            for (var d = 0; d < demand.Length; d++)
            {
                usage[(node * problem.DimensionCount) + d] += demand[d];
            }
        }

        private void CheckPlaces()
        {
            for (var p = 0; p < problem.ReplicaCount; p++)
            {
                var node = assignment[p];
                if (node >= problem.NodeCount || node < Assignment.Unplaced)
                {
                    _violations.Add(new(ReasonCode.UnknownNode, 1, $"{Upper(_names.Replica(p))} is on node {node}; there are {problem.NodeCount} nodes.", p));
                }
                else if (node == Assignment.Unplaced)
                {
                    if (!problem.MayLeaveUnplaced)
                    {
                        _violations.Add(new(ReasonCode.Unplaced, 1, $"{Upper(_names.Replica(p))} has no node.", p));
                    }
                }
                else if (problem.PinTable[p] is >= 0 and var pin && pin != node)
                {
                    _violations.Add(new(ReasonCode.Pinned, 1, $"{Upper(_names.Replica(p))} is on {_names.Node(node)}, but pinned to {_names.Node(pin)}.", p, node));
                }
                else if (!problem.IsEligible(p, node))
                {
                    _violations.Add(new(ReasonCode.NotEligible, 1, $"{Upper(_names.Replica(p))} of {_names.Workload(problem.Workload(p))} may not use {_names.Node(node)}: a selector, a taint or the node's state forbids it.", p, node));
                }
            }
        }

        private void CheckCapacity(long[] usage)
        {
            var transient = (long[])usage.Clone();
            for (var p = 0; p < problem.ReplicaCount; p++)
            {
                if (Moved(p))
                {
                    Charge(transient, problem.Origin(p), p);
                }
            }

            for (var node = 0; node < problem.NodeCount; node++)
            {
                var capacity = problem.Capacity(node);
                for (var d = 0; d < capacity.Length; d++)
                {
                    var i = (node * problem.DimensionCount) + d;
                    if (usage[i] > capacity[d])
                    {
                        _violations.Add(new(ReasonCode.Capacity, usage[i] - capacity[d], Over(node, d, usage[i], capacity[d], ""), -1, node, d));
                    }
                    else if (problem.IsTransient(d) && transient[i] > capacity[d])
                    {
                        _violations.Add(new(ReasonCode.TransientCapacity, transient[i] - capacity[d], Over(node, d, transient[i], capacity[d], " while replicas move"), -1, node, d));
                    }
                }
            }
        }

        private string Over(int node, int dimension, long usage, long capacity, string when)
        {
            string Amount(long amount) => _names.Amount(amount, dimension, problem.SlotCount);
            return $"{Upper(_names.Node(node))} would hold {Amount(usage)} of {_names.Dimension(dimension, problem.SlotCount)}{when} and may hold {Amount(capacity)}: {Amount(usage - capacity)} too much.";
        }

        private static string Upper(string text) => char.ToUpperInvariant(text[0]) + text[1..];

        private int[] CountByDomain(int workload, int level, int[] nodeOf)
        {
            var count = new int[problem.DomainCount(level)];
            foreach (var p in problem.Replicas(workload))
            {
                if (nodeOf[p] >= 0 && problem.Domain(level, nodeOf[p]) is >= 0 and var domain)
                {
                    count[domain]++;
                }
            }

            return count;
        }

        private void CheckLimit(DomainLimit rule)
        {
            if (rule.Level < 0)
            {
                CheckNodeLimit(rule);
                return;
            }

            var count = CountByDomain(rule.Workload, rule.Level, _nodeOf);
            var start = rule.Strictness == RuleStrictness.DoNotWorsen ? CountByDomain(rule.Workload, rule.Level, problem.OriginTable) : null;
            for (var domain = 0; domain < count.Length; domain++)
            {
                Judge(
                    rule.Strictness, rule.Weight, ReasonCode.DomainLimit, count[domain] - Math.Max(rule.Max, start?[domain] ?? 0), -1,
                    () => $"{Upper(_names.Workload(rule.Workload))} has {count[domain]} replicas on {_names.Domain(rule.Level, domain)}; the limit is {rule.Max}.");
            }
        }

        /// <summary>The same for nodes, of which a large fleet has too many to count each for each rule.</summary>
        private void CheckNodeLimit(DomainLimit rule)
        {
            if (problem.Replicas(rule.Workload).Length <= rule.Max)
            {
                return;
            }

            var start = rule.Strictness == RuleStrictness.DoNotWorsen ? CountByNode(rule.Workload, problem.OriginTable) : [];
            foreach (var (node, count) in CountByNode(rule.Workload, _nodeOf))
            {
                Judge(
                    rule.Strictness, rule.Weight, ReasonCode.DomainLimit, count - Math.Max(rule.Max, start.GetValueOrDefault(node)), node,
                    () => $"{Upper(_names.Workload(rule.Workload))} has {count} replicas on {_names.Domain(rule.Level, node)}; the limit is {rule.Max}.");
            }
        }

        private void CheckSpread(DomainSpread rule)
        {
            int Domains(int[] nodeOf) => CountByDomain(rule.Workload, rule.Level, nodeOf).Count(c => c > 0);
            var wanted = rule.Strictness == RuleStrictness.DoNotWorsen ? Math.Min(rule.MinDomains, Domains(problem.OriginTable)) : rule.MinDomains;
            var actual = Domains(_nodeOf);
            Judge(rule.Strictness, rule.Weight, ReasonCode.Spread, wanted - actual, -1, () => $"{Upper(_names.Workload(rule.Workload))} is spread over {actual} of the values of {_names.Level(rule.Level)}; it needs {wanted}.");
        }

        private SortedDictionary<int, int> CountByNode(int workload, int[] nodeOf)
        {
            var count = new SortedDictionary<int, int>();
            foreach (var p in problem.Replicas(workload))
            {
                if (nodeOf[p] >= 0)
                {
                    count[nodeOf[p]] = count.GetValueOrDefault(nodeOf[p]) + 1;
                }
            }

            return count;
        }

        private void CheckCoLocation(NodeCoLocation rule)
        {
            var other = CountByNode(rule.Other, _nodeOf);
            var keep = rule.Strictness == RuleStrictness.DoNotWorsen;
            var hereAtStart = keep ? CountByNode(rule.Workload, problem.OriginTable) : [];
            var otherAtStart = keep ? CountByNode(rule.Other, problem.OriginTable) : [];
            foreach (var node in CountByNode(rule.Workload, _nodeOf).Keys)
            {
                var max = keep && hereAtStart.ContainsKey(node) ? Math.Max(rule.Max, otherAtStart.GetValueOrDefault(node)) : rule.Max;
                var beside = other.GetValueOrDefault(node);
                Judge(rule.Strictness, rule.Weight, ReasonCode.CoLocation, beside - max, node, () => $"{Upper(_names.Node(node))} holds {_names.Workload(rule.Workload)} and {beside} replicas of {_names.Workload(rule.Other)}; the limit is {max}.");
            }
        }

        private void CheckDependency(DomainDependency rule)
        {
            bool[] Lacking(int[] nodeOf) => [.. CountByDomain(rule.Workload, rule.Level, nodeOf).Zip(CountByDomain(rule.On, rule.Level, nodeOf), (a, b) => a > 0 && b == 0)];
            var lacking = Lacking(_nodeOf);
            var atStart = rule.Strictness == RuleStrictness.DoNotWorsen ? Lacking(problem.OriginTable) : null;
            for (var domain = 0; domain < lacking.Length; domain++)
            {
                Judge(
                    rule.Strictness, rule.Weight, ReasonCode.Dependency, lacking[domain] && atStart?[domain] != true ? 1 : 0, rule.Level < 0 ? domain : -1,
                    () => $"{Upper(_names.Domain(rule.Level, domain))} holds {_names.Workload(rule.Workload)} but not {_names.Workload(rule.On)}, on which it depends.");
            }
        }

        /// <summary>Per dimension: what the other used nodes have free is at least what the lost domain used.</summary>
        private void CheckHeadroom(int level, long[] usage)
        {
            var used = new bool[problem.NodeCount];
            foreach (var node in _nodeOf.Where(n => n >= 0))
            {
                used[node] = true;
            }

            for (var d = 0; d < problem.DimensionCount; d++)
            {
                var free = 0L;
                var lostFree = new long[problem.DomainCount(level)];
                var lostUsage = new long[problem.DomainCount(level)];
                for (var node = 0; node < problem.NodeCount; node++)
                {
                    if (used[node])
                    {
                        var u = usage[(node * problem.DimensionCount) + d];
                        free += problem.Capacity(node)[d] - u;
                        if (problem.Domain(level, node) is >= 0 and var domain)
                        {
                            lostFree[domain] += problem.Capacity(node)[d] - u;
                            lostUsage[domain] += u;
                        }
                    }
                }

                for (var domain = 0; domain < lostUsage.Length; domain++)
                {
                    var missing = lostUsage[domain] - (free - lostFree[domain]);
                    if (missing > 0)
                    {
                        _violations.Add(new(ReasonCode.Headroom, missing, $"The loss of {_names.Domain(level, domain)} leaves {_names.Amount(missing, d, problem.SlotCount)} of {_names.Dimension(d, problem.SlotCount)} without room.", -1, level < 0 ? domain : -1, d));
                    }
                }
            }
        }

        private void CheckCustomRules()
        {
            if (problem.CustomRules.Count == 0)
            {
                return;
            }

            var replicas = Enumerable.Range(0, problem.NodeCount).Select(_ => new List<int>()).ToArray();
            for (var p = 0; p < _nodeOf.Length; p++)
            {
                if (_nodeOf[p] >= 0)
                {
                    replicas[_nodeOf[p]].Add(p);
                }
            }

            foreach (var rule in problem.CustomRules)
            {
                for (var node = 0; node < replicas.Length; node++)
                {
                    var measure = rule.Measure(problem, node, replicas[node].ToArray());
                    Judge(rule.IsHard ? RuleStrictness.Hard : RuleStrictness.Soft, 1, ReasonCode.Custom, measure, node, () => $"{Upper(_names.Node(node))} breaks the rule '{rule.Name}' by {measure}.");
                }
            }
        }

        private void Judge(RuleStrictness strictness, long weight, ReasonCode code, long excess, int node, Func<string> message)
        {
            if (excess <= 0)
            {
                return;
            }

            if (strictness == RuleStrictness.Soft)
            {
                _softRules = checked(_softRules + (weight * excess));
            }
            else
            {
                _violations.Add(new(code, excess, message(), -1, node));
            }
        }

        private long LoadCost(long[] usage)
        {
            var cost = 0L;
            for (var node = 0; node < problem.NodeCount; node++)
            {
                for (var d = 0; d < problem.DimensionCount; d++)
                {
                    cost = checked(cost + (problem.LoadWeight(d) * Math.Max(0, usage[(node * problem.DimensionCount) + d] - problem.Target(node)[d])));
                }
            }

            return cost;
        }

        private long BalanceCost(long[] usage)
        {
            var cost = 0L;
            foreach (var balance in problem.Balances)
            {
                for (var node = 0; node < problem.NodeCount; node++)
                {
                    for (var slot = 0; slot < problem.SlotCount; slot++)
                    {
                        long Free(int resource)
                        {
                            var d = (resource * problem.SlotCount) + slot;
                            return problem.Capacity(node)[d] - usage[(node * problem.DimensionCount) + d];
                        }

                        cost = checked(cost + (balance.Weight * Math.Max(0, (balance.Target * Free(balance.First)) - Free(balance.Second))));
                    }
                }
            }

            return cost;
        }
    }
}
