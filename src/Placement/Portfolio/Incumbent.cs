using System.Diagnostics;
using Placement.Problems;
using Placement.Solving;

namespace Placement.Portfolio;

/// <summary>The best answer and the best bound so far, shared by the solvers of one portfolio. Safe for use from several threads.</summary>
/// <remarks>An answer counts only after the checker has accepted it.</remarks>
internal sealed class Incumbent(PlacementProblem problem, SolveOptions options, Stopwatch clock)
{
    private readonly Lock _lock = new();
    private SolveResult? _best;
    private Bound _bound = Bound.Zero;
    private IReadOnlyList<Violation> _reasons = [];
    private bool _ended;
    private bool _infeasible;

    /// <summary>Gets the best answer, or <see langword="null"/>.</summary>
    public SolveResult? Best
    {
        get
        {
            lock (_lock)
            {
                return _best;
            }
        }
    }

    public Bound Bound
    {
        get
        {
            lock (_lock)
            {
                return _bound;
            }
        }
    }

    /// <summary>Gets the cost of the best answer; <see cref="long.MaxValue"/> without one.</summary>
    public long Cost => Best?.Cost ?? long.MaxValue;

    /// <summary>Gets whether the best answer is proved optimal, or that there is none.</summary>
    public bool IsClosed
    {
        get
        {
            lock (_lock)
            {
                return _infeasible || (_best is not null && _best.Cost == _bound.Value);
            }
        }
    }

    /// <summary>Gets the broken rules of the nearest attempt, while there is no answer.</summary>
    public IReadOnlyList<Violation> Reasons
    {
        get
        {
            lock (_lock)
            {
                return _reasons;
            }
        }
    }

    /// <summary>Offers an answer. Returns whether it is feasible and better than the best.</summary>
    public bool Offer(Assignment assignment, string solver)
    {
        // Node prices and unplaced replicas are a floor under the cost: what is above the best by them alone need not be judged.
        if (Floor(assignment) >= Cost)
        {
            return false;
        }

        var result = SolveResult.Judge(problem, assignment, Bound.Zero, solver, clock.Elapsed);
        lock (_lock)
        {
            if (_ended)
            {
                return false;
            }

            if (result.Assignment is null)
            {
                if (_best is null && (_reasons.Count == 0 || result.Reasons.Count < _reasons.Count))
                {
                    _reasons = result.Reasons;
                }

                return false;
            }

            if (_best is not null && result.Cost >= _best.Cost)
            {
                return false;
            }

            _best = result;
        }

        options.Progress?.Invoke(new() { Solver = solver, Elapsed = clock.Elapsed, Assignment = assignment, Cost = result.Cost });
        return true;
    }

    private long Floor(Assignment assignment)
    {
        var used = new bool[problem.NodeCount];
        var cost = 0L;
        for (var p = 0; p < assignment.ReplicaCount; p++)
        {
            var node = assignment[p];
            if (node < 0 || node >= used.Length)
            {
                cost += problem.MayLeaveUnplaced ? problem.UnplacedCost(p) : 0;
            }
            else if (!used[node])
            {
                used[node] = true;
                cost += problem.Price(node);
            }
        }

        return cost;
    }

    /// <summary>Records a proof that no assignment keeps every hard rule.</summary>
    public void DeclareInfeasible()
    {
        lock (_lock)
        {
            _infeasible = true;
        }
    }

    /// <summary>Offers a bound.</summary>
    public void Offer(Bound bound, string solver)
    {
        lock (_lock)
        {
            if (_ended || bound.Value <= _bound.Value)
            {
                return;
            }

            _bound = bound;
        }

        options.Progress?.Invoke(new() { Solver = solver, Elapsed = clock.Elapsed, Bound = bound });
    }

    /// <summary>Ends the portfolio: later offers, from solvers that stop late, are ignored. Returns the result.</summary>
    /// <exception cref="InvalidOperationException">The bound is above the cost of the answer: one of the two is wrong.</exception>
    public SolveResult Result()
    {
        lock (_lock)
        {
            _ended = true;
            if (_best is null)
            {
                return new() { Status = _infeasible ? SolveStatus.Infeasible : SolveStatus.Unknown, Bound = _bound, Solver = "portfolio", Elapsed = clock.Elapsed, Reasons = _reasons };
            }

            // The best was judged when it was offered; at a million replicas once more is a second.
            return _bound.Value <= _best.Cost
                ? _best with { Status = _bound.Value == _best.Cost ? SolveStatus.Optimal : SolveStatus.Feasible, Bound = _bound, Elapsed = clock.Elapsed }
                : throw new InvalidOperationException($"{_best.Solver}: the bound {_bound.Value} ({_bound.Argument}: {_bound.Explanation}) is above the cost {_best.Cost} of a feasible assignment.");
        }
    }
}
