using Placement.Problems;

namespace Placement.Plans;

/// <summary>Guards the rules that look at the whole fleet or at whole nodes: headroom and the host's own. Absent when a problem has neither.</summary>
internal sealed class FleetGuard
{
    private readonly PlacementProblem _problem;
    private readonly Func<int, IEnumerable<int>> _copiesOf;
    private readonly HashSet<int>[] _onNode;
    private readonly long[] _missingAtStart;
    private readonly long[,] _measureAtStart;
    private readonly List<ICustomRule> _custom;

    private FleetGuard(PlacementProblem problem, Func<int, IEnumerable<int>> copiesOf)
    {
        _problem = problem;
        _copiesOf = copiesOf;
        _custom = [.. problem.CustomRules.Where(r => r.IsHard)];
        _onNode = [.. Enumerable.Range(0, problem.NodeCount).Select(_ => new HashSet<int>())];
        for (var p = 0; p < problem.ReplicaCount; p++)
        {
            foreach (var node in copiesOf(p))
            {
                _onNode[node].Add(p);
            }
        }

        _missingAtStart = new long[problem.HeadroomLevels.Count * problem.DimensionCount];
        for (var i = 0; i < _missingAtStart.Length; i++)
        {
            _missingAtStart[i] = Math.Max(0, Missing(i, [], [], []));
        }

        _measureAtStart = new long[_custom.Count, problem.NodeCount];
        for (var r = 0; r < _custom.Count; r++)
        {
            for (var node = 0; node < problem.NodeCount; node++)
            {
                _measureAtStart[r, node] = Measure(r, node, _onNode[node]);
            }
        }
    }

    public static FleetGuard? For(PlacementProblem problem, Func<int, IEnumerable<int>> copiesOf) =>
        problem.HeadroomLevels.Count > 0 || problem.CustomRules.Any(r => r.IsHard) ? new(problem, copiesOf) : null;

    public Block Test(MigrationStep step, List<MigrationStep> wave)
    {
        for (var r = 0; r < _custom.Count; r++)
        {
            // One step a node and wave, so what is on the node before, during and after is known exactly.
            if (step.To >= 0 && Measure(r, step.To, _onNode[step.To].Append(step.Replica)) is > 0 and var during && during > _measureAtStart[r, step.To])
            {
                return new(BlockKind.Custom, step.To);
            }

            if (step.From >= 0 && Measure(r, step.From, _onNode[step.From].Where(p => p != step.Replica)) is > 0 and var after && after > _measureAtStart[r, step.From])
            {
                return new(BlockKind.Custom, step.From);
            }
        }

        var arriving = wave.Append(step).Where(s => s.To >= 0).Select(s => (s.Replica, Node: s.To)).ToList();
        var leaving = wave.Append(step).Where(s => s.From >= 0).Select(s => (s.Replica, Node: s.From)).ToList();
        for (var i = 0; i < _missingAtStart.Length; i++)
        {
            // Alone, the step has three states: before (known good), both copies, only the new. In company, any mixture: count the free room of nodes that are used for sure only.
            var worst = wave.Count == 0
                ? Math.Max(Missing(i, arriving, [], []), Missing(i, arriving, leaving, []))
                : Missing(i, arriving, [], [.. arriving.Concat(leaving).Select(m => m.Node)]);
            if (worst > _missingAtStart[i])
            {
                return new(BlockKind.Headroom, step.To);
            }
        }

        return Block.None;
    }

    public void Begin(MigrationStep step)
    {
        if (step.To >= 0)
        {
            _onNode[step.To].Add(step.Replica);
        }
    }

    public void EndWave(List<MigrationStep> wave)
    {
        foreach (var step in wave.Where(s => s.From >= 0 && !_copiesOf(s.Replica).Contains(s.From)))
        {
            _onNode[step.From].Remove(step.Replica);
        }
    }

    private long Measure(int rule, int node, IEnumerable<int> replicas) => _custom[rule].Measure(_problem, node, replicas.Order().ToArray());

    /// <summary>How much the worst loss leaves without room, with some copies more, some less, and the free room of nodes that may fall out of use not counted.</summary>
    private long Missing(int index, List<(int Replica, int Node)> more, List<(int Replica, int Node)> less, HashSet<int> unsure)
    {
        var level = _problem.HeadroomLevels[index / _problem.DimensionCount];
        var d = index % _problem.DimensionCount;
        var free = 0L;
        var lost = new long[_problem.DomainCount(level)];
        for (var node = 0; node < _problem.NodeCount; node++)
        {
            var copies = _onNode[node].Count;
            var usage = 0L;
            foreach (var p in _onNode[node])
            {
                usage += _problem.Demand(p)[d];
            }

            foreach (var (replica, _) in more.Where(m => m.Node == node && !_onNode[node].Contains(m.Replica)))
            {
                usage += _problem.Demand(replica)[d];
                copies++;
            }

            foreach (var (replica, _) in less.Where(m => m.Node == node))
            {
                usage -= _problem.Demand(replica)[d];
                copies--;
            }

            if (copies > 0)
            {
                var room = _problem.Capacity(node)[d] - usage;
                free += unsure.Contains(node) ? Math.Min(room, 0) : room;
                if (_problem.Domain(level, node) is >= 0 and var domain)
                {
                    lost[domain] += _problem.Capacity(node)[d];
                }
            }
        }

        return lost.DefaultIfEmpty().Max() - free;
    }
}
