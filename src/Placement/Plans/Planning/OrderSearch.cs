using System.Text;
using Placement.Problems;

namespace Placement.Plans;

/// <summary>
/// Tries every order of safe steps of a small problem, breadth first: any replica, any node, holding copies and stopping first where permitted.
/// Finds the order with the fewest steps, or proves that there is none.
/// </summary>
/// <remarks>
/// Waves need no search of their own: the steps of a wave are safe one after the other, so whatever waves reach single steps reach. O(states x replicas x nodes).
/// </remarks>
internal sealed class OrderSearch
{
    private const int MostReplicas = 16;
    private const int MostNodes = 12;

    private readonly int _mostStates;
    private readonly PlacementProblem _problem;
    private readonly Assignment _target;
    private readonly MigrationLimits _limits;
    private readonly List<(int Parent, MigrationStep Step)> _states = [(-1, default)];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    private OrderSearch(PlacementProblem problem, Assignment target, MigrationLimits limits, int mostStates) => (_problem, _target, _limits, _mostStates) = (problem, target, limits, mostStates);

    /// <summary>Whether a problem is small enough.</summary>
    public static bool Covers(PlacementProblem problem) => problem.ReplicaCount <= MostReplicas && problem.NodeCount <= MostNodes;

    /// <summary>Returns the fewest steps to the end with the fewest replicas kept, and whether every order was tried.</summary>
    public static (List<MigrationStep> Steps, int Kept, bool IsExhaustive) Run(PlacementProblem problem, Assignment target, MigrationLimits limits, int mostStates) =>
        new OrderSearch(problem, target, limits with { MaxStepsPerWave = 1 }, mostStates).Run();

    private (List<MigrationStep> Steps, int Kept, bool IsExhaustive) Run()
    {
        var best = (State: 0, Kept: int.MaxValue);
        for (var i = 0; i < _states.Count && _states.Count < _mostStates && best.Kept > 0; i++)
        {
            var state = At(i);
            _seen.Add(Key(state, default, i));
            var kept = Kept(state);
            best = kept < best.Kept ? (i, kept) : best;
            foreach (var step in Steps(state))
            {
                if (state.Test(step).IsFree && _seen.Add(Key(state, step, i)))
                {
                    _states.Add((i, step));
                }
            }
        }

        return (Path(best.State), best.Kept, best.Kept == 0 || _states.Count < _mostStates);
    }

    /// <summary>The number of replicas short of their target; the most where one is neither there nor at its origin.</summary>
    private int Kept(MoveState state)
    {
        var kept = 0;
        for (var p = 0; p < _problem.ReplicaCount; p++)
        {
            if (state.Node(p) != _target[p] || state.SecondNode(p) >= 0)
            {
                if (state.Node(p) != _problem.Origin(p) || state.SecondNode(p) >= 0)
                {
                    return int.MaxValue;
                }

                kept++;
            }
        }

        return kept;
    }

    private IEnumerable<MigrationStep> Steps(MoveState state)
    {
        for (var p = 0; p < _problem.ReplicaCount; p++)
        {
            var (node, second) = (state.Node(p), state.SecondNode(p));
            if (second >= 0)
            {
                yield return new(StepKind.Stop, p, node, -1, StepReason.HoldsCopy);
                yield return new(StepKind.Stop, p, second, -1, StepReason.HoldsCopy);
                continue;
            }

            if (node >= 0 && (_target[p] < 0 || _limits.StopsFirst(_problem.Workload(p))))
            {
                yield return new(StepKind.Stop, p, node, -1, _target[p] < 0 ? StepReason.ToTarget : StepReason.StopFirst);
            }

            for (var n = 0; n < _problem.NodeCount && (node >= 0 || _target[p] >= 0); n++)
            {
                if (n == node)
                {
                    continue;
                }

                var goes = n == _target[p] ? StepReason.ToTarget : StepReason.BreaksCycle;
                if (node < 0)
                {
                    yield return new(StepKind.Start, p, -1, n, _problem.Origin(p) >= 0 ? StepReason.StopFirst : goes);
                    continue;
                }

                yield return new(StepKind.Move, p, node, n, goes);
                yield return new(StepKind.Start, p, -1, n, n == _target[p] ? StepReason.HoldsCopy : StepReason.BreaksCycle);
            }
        }
    }

    private List<MigrationStep> Path(int state)
    {
        var path = new List<MigrationStep>();
        for (; _states[state].Parent >= 0; state = _states[state].Parent)
        {
            path.Add(_states[state].Step);
        }

        path.Reverse();
        return path;
    }

    private MoveState At(int index)
    {
        var state = new MoveState(_problem, _limits);
        foreach (var step in Path(index))
        {
            state.Begin(step);
            state.EndWave();
        }

        return state;
    }

    /// <summary>Names the state after a step: where every copy is and, where resources stay charged, where each has been.</summary>
    private string Key(MoveState state, MigrationStep step, int index)
    {
        var key = new StringBuilder();
        for (var p = 0; p < _problem.ReplicaCount; p++)
        {
            var (one, two) = (state.Node(p), state.SecondNode(p));
            if (step != default && step.Replica == p)
            {
                (one, two) = step.Kind switch
                {
                    StepKind.Move => (step.To, -1),
                    StepKind.Start => one < 0 ? (step.To, -1) : (one, step.To),
                    _ => (one == step.From ? two : one, -1),
                };
            }

            key.Append((char)(Math.Min(one, two < 0 ? int.MaxValue : two) + 1)).Append((char)(two < 0 ? 0 : Math.Max(one, two) + 1));
        }

        if (_problem.TransientTable.Contains(true))
        {
            foreach (var (replica, node) in Path(index).Append(step).Where(s => s != default && s.To >= 0).Select(s => (s.Replica, s.To)).Distinct().Order())
            {
                key.Append((char)replica).Append((char)node);
            }
        }

        return key.ToString();
    }
}
