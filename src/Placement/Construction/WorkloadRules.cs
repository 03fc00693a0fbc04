using Placement.Model;
using Placement.Problems;

namespace Placement.Construction;

/// <summary>The hard rules of a problem, ordered by the workloads that they bind, with limits relaxed to what the start already breaks where a rule must only not worsen.</summary>
internal sealed class WorkloadRules
{
    private readonly PlacementProblem _problem;

    public WorkloadRules(PlacementProblem problem)
    {
        _problem = problem;
        var n = problem.WorkloadCount;
        Limits = Lists<Limit>(n);
        Spreads = Lists<SpreadRule>(n);
        Here = Lists<Beside>(n);
        Other = Lists<Beside>(n);
        Needs = Lists<Need>(n);
        Slots = Lists<Slot>(n);
        CountedOnNode = new bool[n];
        var slots = new Dictionary<(int Workload, int Level), int>();

        int SlotOf(int workload, int level)
        {
            if (level < 0)
            {
                CountedOnNode[workload] = true;
                return -1;
            }

            if (!slots.TryGetValue((workload, level), out var slot))
            {
                slots.Add((workload, level), slot = slots.Count);
                Slots[workload].Add(new(slot, level));
                SlotLevels.Add(level);
            }

            return slot;
        }

        foreach (var r in problem.DomainLimits.Where(r => r.Strictness != RuleStrictness.Soft))
        {
            Limits[r.Workload].Add(new(SlotOf(r.Workload, r.Level), r.Level, r.Max, r.Strictness == RuleStrictness.DoNotWorsen ? CountAtStart(r.Workload, r.Level) : null));
        }

        foreach (var r in problem.Spreads.Where(r => r.Strictness != RuleStrictness.Soft))
        {
            var wanted = r.Strictness == RuleStrictness.Hard ? r.MinDomains : Math.Min(r.MinDomains, CountAtStart(r.Workload, r.Level).Count(c => c > 0));
            Spreads[r.Workload].Add(new(SlotOf(r.Workload, r.Level), r.Level, wanted));
        }

        foreach (var r in problem.CoLocations.Where(r => r.Strictness != RuleStrictness.Soft))
        {
            SlotOf(r.Workload, -1);
            SlotOf(r.Other, -1);
            int[]? start = null;
            if (r.Strictness == RuleStrictness.DoNotWorsen)
            {
                var here = CountAtStart(r.Workload, -1);
                start = CountAtStart(r.Other, -1);
                for (var node = 0; node < start.Length; node++)
                {
                    start[node] = here[node] > 0 ? start[node] : 0;
                }
            }

            Here[r.Workload].Add(new(r.Other, r.Max, start));
            Other[r.Other].Add(new(r.Workload, r.Max, start));
        }

        foreach (var r in problem.Dependencies.Where(r => r.Strictness != RuleStrictness.Soft && r.Workload != r.On))
        {
            SlotOf(r.Workload, r.Level);
            bool[]? lacking = null;
            if (r.Strictness == RuleStrictness.DoNotWorsen)
            {
                lacking = [.. CountAtStart(r.Workload, r.Level).Zip(CountAtStart(r.On, r.Level), (a, b) => a > 0 && b == 0)];
            }

            Needs[r.Workload].Add(new(r.On, SlotOf(r.On, r.Level), r.Level, lacking));
        }

        Depth = DependencyDepth(problem);
    }

    public List<Limit>[] Limits { get; }

    public List<SpreadRule>[] Spreads { get; }

    /// <summary>Gets the limits that the presence of the workload sets to others.</summary>
    public List<Beside>[] Here { get; }

    /// <summary>Gets the limits that others set to the workload.</summary>
    public List<Beside>[] Other { get; }

    public List<Need>[] Needs { get; }

    /// <summary>Gets the counters a domain level that the workload feeds.</summary>
    public List<Slot>[] Slots { get; }

    /// <summary>Gets the level of each slot.</summary>
    public List<int> SlotLevels { get; } = [];

    public bool[] CountedOnNode { get; }

    /// <summary>Gets, per workload, how long a chain of dependencies hangs below it: what others need is placed first.</summary>
    public int[] Depth { get; }

    /// <summary>Tells whether any rule beyond capacity and eligibility binds the workload.</summary>
    public bool Binds(int workload) => CountedOnNode[workload] || Slots[workload].Count > 0;

    private static List<T>[] Lists<T>(int count) => [.. Enumerable.Range(0, count).Select(_ => new List<T>(0))];

    private static int[] DependencyDepth(PlacementProblem problem)
    {
        var depth = new int[problem.WorkloadCount];
        // A cycle stops growing after as many rounds as there are rules.
        for (var round = 0; round < problem.Dependencies.Count; round++)
        {
            var changed = false;
            foreach (var r in problem.Dependencies)
            {
                if (r.Workload != r.On && depth[r.Workload] <= depth[r.On] && depth[r.On] < problem.Dependencies.Count)
                {
                    depth[r.Workload] = depth[r.On] + 1;
                    changed = true;
                }
            }

            if (!changed)
            {
                break;
            }
        }

        return depth;
    }

    private int[] CountAtStart(int workload, int level)
    {
        var count = new int[_problem.DomainCount(level)];
        foreach (var p in _problem.Replicas(workload))
        {
            if (_problem.OriginTable[p] >= 0 && _problem.Domain(level, _problem.OriginTable[p]) is >= 0 and var domain)
            {
                count[domain]++;
            }
        }

        return count;
    }

    /// <summary>A limit of replicas a domain.</summary>
    internal readonly record struct Limit(int Slot, int Level, int Max, int[]? AtStart)
    {
        public int In(int domain) => AtStart is null ? Max : Math.Max(Max, AtStart[domain]);
    }

    /// <summary>A least number of domains.</summary>
    internal readonly record struct SpreadRule(int Slot, int Level, int MinDomains);

    /// <summary>A limit between two workloads on a node, seen from one of them; the other is <see cref="Workload"/>.</summary>
    internal readonly record struct Beside(int Workload, int Max, int[]? AtStart)
    {
        public int On(int node) => AtStart is null ? Max : Math.Max(Max, AtStart[node]);
    }

    /// <summary>A workload that must be present in the domain.</summary>
    internal readonly record struct Need(int On, int OnSlot, int Level, bool[]? LackingAtStart);

    /// <summary>A counter of replicas a domain.</summary>
    internal readonly record struct Slot(int Index, int Level);
}
