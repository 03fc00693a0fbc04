using Google.OrTools.Sat;
using Placement.Problems;

namespace Placement.Plans;

/// <summary>The exact model of a small plan: where each moving replica is after each wave, so that hops are fewest and then the time is shortest.</summary>
/// <remarks>
/// Exact over plans in which only the replicas that have to move do, start first, in at most two waves more than the constructed plan has.
/// Rules that the model does not state (spread, dependencies, headroom, the host's) are left to the step checker, which judges the answer.
/// </remarks>
internal sealed class ExactOrder
{
    private const double DeterministicSeconds = 5;

    // Fewer hops, or two short waves for a long one, may take more waves than the constructed plan has.
    private const int MoreWaves = 2;

    private readonly PlacementProblem _problem;
    private readonly MigrationLimits _limits;
    private readonly int[] _moving;
    private readonly int[] _nodes;
    private readonly int _waves;
    private readonly Assignment _target;
    private readonly CpModel _model = new();
    private readonly BoolVar[,,] _at; // replica, node, boundary between waves

    private ExactOrder(PlacementProblem problem, MigrationPlan plan, MigrationLimits limits)
    {
        (_problem, _limits, _target) = (problem, limits, plan.Target);
        _moving = [.. Enumerable.Range(0, problem.ReplicaCount).Where(p => plan.Target[p] != problem.Origin(p))];
        _nodes = [.. Enumerable.Range(0, problem.NodeCount).Where(n => _moving.Any(p => problem.IsEligible(p, n) || problem.Origin(p) == n))];
        _waves = plan.Waves.Count + MoreWaves;
        _at = new BoolVar[_moving.Length, _nodes.Length, _waves + 1];
    }

    /// <summary>Whether the exact model speaks of such a problem and plan: few moves, each from a node to a node, few nodes.</summary>
    public static bool Covers(PlacementProblem problem, MigrationPlan plan, MigrationLimits limits, int most)
    {
        var moving = Enumerable.Range(0, problem.ReplicaCount).Where(p => plan.Target[p] != problem.Origin(p)).ToList();
        var transfer = MoveState.Transfers(problem, limits);
        return (Int128)moving.Sum(p => transfer[p]) * 4000 + ((Int128)limits.StartMilliseconds * limits.UnitsPerSecond) < 1_000_000_000_000_000_000
            && moving.Count > 1 && moving.Count <= most && plan.Waves.Count is > 1 and <= 10 && problem.NodeCount <= 24 && problem.DimensionCount <= 48
            && !problem.TransientTable.Contains(true)
            && moving.TrueForAll(p => problem.Origin(p) >= 0 && plan.Target[p] >= 0)
            && plan.Waves.All(w => w.Steps.All(s => s.Kind == StepKind.Move && moving.Contains(s.Replica)));
    }

    /// <summary>Returns a plan at least as good, and whether it is proved that none of its kind is better; null when none was found.</summary>
    public static (List<MigrationWave> Waves, bool IsProven)? Solve(PlacementProblem problem, MigrationPlan plan, MigrationLimits limits)
    {
        var exact = new ExactOrder(problem, plan, limits);
        exact.Build(plan);
        return exact.Run();
    }

    private void Build(MigrationPlan plan)
    {
        var moves = new List<LinearExpr>();
        var times = new List<LinearExpr>();
        var transfer = MoveState.Transfers(_problem, _limits);
        var both = new BoolVar[_moving.Length, _nodes.Length];
        for (var i = 0; i < _moving.Length; i++)
        {
            for (var t = 0; t <= _waves; t++)
            {
                for (var n = 0; n < _nodes.Length; n++)
                {
                    _at[i, n, t] = _model.NewBoolVar("");
                    var isFixed = t == 0 ? _problem.Origin(_moving[i]) : t == _waves ? _target[_moving[i]] : -1;
                    if (isFixed >= 0 ? isFixed != _nodes[n] : !_problem.IsEligible(_moving[i], _nodes[n]) && _problem.Origin(_moving[i]) != _nodes[n])
                    {
                        _model.Add(_at[i, n, t] == 0);
                    }
                }

                _model.AddExactlyOne(Enumerable.Range(0, _nodes.Length).Select(n => _at[i, n, t]));
            }
        }

        var longest = _limits.StartMilliseconds + MoveState.TransferTime(_moving.Sum(p => transfer[p]) * 2, _limits);
        for (var t = 0; t < _waves; t++)
        {
            var goes = new BoolVar[_moving.Length];
            var leaves = new BoolVar[_moving.Length, _nodes.Length];
            var comes = new BoolVar[_moving.Length, _nodes.Length];
            for (var i = 0; i < _moving.Length; i++)
            {
                goes[i] = _model.NewBoolVar("");
                for (var n = 0; n < _nodes.Length; n++)
                {
                    (both[i, n], leaves[i, n], comes[i, n]) = (_model.NewBoolVar(""), _model.NewBoolVar(""), _model.NewBoolVar(""));
                    _model.Add(both[i, n] == _at[i, n, t] + comes[i, n]);
                    _model.Add(_at[i, n, t + 1] == _at[i, n, t] - leaves[i, n] + comes[i, n]);
                    if (!_problem.IsEligible(_moving[i], _nodes[n]))
                    {
                        _model.Add(comes[i, n] == 0);
                    }
                }

                _model.Add(LinearExpr.Sum(Enumerable.Range(0, _nodes.Length).Select(n => comes[i, n])) == goes[i]);
                moves.Add(goes[i]);
            }

            Rules(both, comes);
            _model.Add(LinearExpr.Sum(goes) <= _limits.MaxStepsPerWave);
            foreach (var group in _moving.Index().GroupBy(m => _problem.Workload(m.Item)))
            {
                _model.Add(LinearExpr.Sum(group.Select(m => goes[m.Index])) <= _limits.Budget(group.Key));
            }

            var time = _model.NewIntVar(0, longest, "");
            times.Add(time);
            for (var n = 0; n < _nodes.Length; n++)
            {
                var touching = Enumerable.Range(0, _moving.Length).SelectMany(i => new[] { leaves[i, n], comes[i, n] }).ToArray();
                _model.Add(LinearExpr.Sum(touching) <= _limits.MaxStepsPerNode);

                // time x rate >= 1000 x transferred, with the start-up time on top.
                var load = LinearExpr.WeightedSum(touching, Enumerable.Range(0, _moving.Length).SelectMany(i => new[] { transfer[_moving[i]] * 1000, transfer[_moving[i]] * 1000 }));
                foreach (var go in goes)
                {
                    _model.Add(time * _limits.UnitsPerSecond >= load + (_limits.StartMilliseconds * _limits.UnitsPerSecond)).OnlyEnforceIf(go);
                }
            }
        }

        // Fewest steps first: one step weighs more than any time.
        _model.Minimize((LinearExpr.Sum(moves) * ((longest * _waves) + 1)) + LinearExpr.Sum(times));
        Hint(plan);
    }

    /// <summary>Capacity and replica limits with both copies charged; limits between workloads likewise.</summary>
    private void Rules(BoolVar[,] both, BoolVar[,] comes)
    {
        var settled = Enumerable.Range(0, _problem.ReplicaCount).Except(_moving).Where(p => _problem.Origin(p) >= 0).ToList();
        for (var n = 0; n < _nodes.Length; n++)
        {
            for (var d = 0; d < _problem.DimensionCount; d++)
            {
                var used = settled.Where(p => _problem.Origin(p) == _nodes[n]).Sum(p => _problem.Demand(p)[d]);
                var free = _problem.Capacity(_nodes[n])[d] - used;
                var demands = _moving.Select(p => _problem.Demand(p)[d]).ToArray();
                var load = LinearExpr.WeightedSum(Enumerable.Range(0, _moving.Length).Select(i => both[i, n]), demands);
                for (var i = 0; i < _moving.Length; i++)
                {
                    if (demands[i] > 0)
                    {
                        // What is too full at the start may stay so, but nothing comes to it.
                        _model.Add(load <= free).OnlyEnforceIf(comes[i, n]);
                    }
                }
            }
        }
    }

    private void Hint(MigrationPlan plan)
    {
        var now = _moving.Select(_problem.Origin).ToArray();
        for (var t = 0; t <= _waves; t++)
        {
            for (var i = 0; i < _moving.Length; i++)
            {
                for (var n = 0; n < _nodes.Length; n++)
                {
                    _model.AddHint(_at[i, n, t], now[i] == _nodes[n] ? 1 : 0);
                }
            }

            foreach (var step in t < plan.Waves.Count ? plan.Waves[t].Steps : [])
            {
                now[Array.IndexOf(_moving, step.Replica)] = step.To;
            }
        }
    }

    private (List<MigrationWave> Waves, bool IsProven)? Run()
    {
        using var solver = new CpSolver();
        solver.StringParameters = $"num_workers:1,random_seed:1,max_deterministic_time:{DeterministicSeconds}";
        var status = solver.Solve(_model);
        if (status is not (CpSolverStatus.Optimal or CpSolverStatus.Feasible))
        {
            return null;
        }

        var state = new MoveState(_problem, _limits);
        var waves = new List<MigrationWave>();
        for (var t = 0; t < _waves; t++)
        {
            for (var i = 0; i < _moving.Length; i++)
            {
                int At(int boundary) => _nodes[Enumerable.Range(0, _nodes.Length).First(n => solver.BooleanValue(_at[i, n, boundary]))];
                var (from, to) = (At(t), At(t + 1));
                if (from != to)
                {
                    var step = new MigrationStep(StepKind.Move, _moving[i], from, to, to == _target[_moving[i]] ? StepReason.ToTarget : StepReason.BreaksCycle);
                    if (!state.Test(step).IsFree)
                    {
                        return null;
                    }

                    state.Begin(step);
                }
            }

            if (state.Wave.Count > 0)
            {
                waves.Add(state.EndWave());
            }
        }

        return (waves, status == CpSolverStatus.Optimal);
    }
}
