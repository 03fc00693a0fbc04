using System.Globalization;
using Google.OrTools.Sat;

namespace Placement.ConstraintModels;

/// <summary>
/// One solve of a CP-SAT model: the only place that touches the solver's engine. Runs on a thread of its own, so that a late native stop never delays
/// the caller; every solution found until then counts.
/// </summary>
internal sealed class CpSatRun
{
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(300);
    private readonly Lock _lock = new();
    private long[]? _values;
    private double _bound = double.NegativeInfinity;
    private CpSolverStatus _status = CpSolverStatus.Unknown;
    private double _work;
    private bool _ended;

    private CpSatRun()
    {
    }

    /// <summary>Gets the values of the watched variables in the best solution, or <see langword="null"/>.</summary>
    public long[]? Values { get; private init; }

    /// <summary>Gets the best bound on the objective; negative infinity without one.</summary>
    public double Bound { get; private init; }

    /// <summary>Gets whether the model was proved to have no solution.</summary>
    public bool IsInfeasible { get; private init; }

    /// <summary>Gets whether the solution was proved optimal.</summary>
    public bool IsOptimal { get; private init; }

    /// <summary>Gets the work done, in the engine's deterministic seconds.</summary>
    public double Work { get; private init; }

    /// <summary>Solves a model.</summary>
    /// <param name="model">The model; not used by anyone else from now on.</param>
    /// <param name="watched">The variables whose values are wanted.</param>
    /// <param name="limit">The time limit.</param>
    /// <param name="threads">The number of workers.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="onSolution">Called with the values of each improved solution, on a solver thread; or <see langword="null"/>.</param>
    /// <param name="parameters">Further parameters in the solver's text format; may be empty.</param>
    /// <param name="stop">Ends the solve with the best so far.</param>
    public static CpSatRun Solve(CpModel model, IReadOnlyList<IntVar> watched, TimeSpan limit, int threads, int seed, Action<long[]>? onSolution, string parameters, CancellationToken stop)
    {
        var run = new CpSatRun();
        if (stop.IsCancellationRequested || limit <= TimeSpan.Zero)
        {
            return run.Result();
        }

        var thread = new Thread(() => run.Engine(model, watched, limit, threads, seed, onSolution, parameters, stop), 16 * 1024 * 1024) { IsBackground = true, Name = "CP-SAT" };
        thread.Start();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        ended.CancelAfter(limit);
        while (!thread.Join(20))
        {
            if (ended.IsCancellationRequested)
            {
                thread.Join(Grace);
                break;
            }
        }

        return run.Result();
    }

    private void Engine(CpModel model, IReadOnlyList<IntVar> watched, TimeSpan limit, int threads, int seed, Action<long[]>? onSolution, string parameters, CancellationToken stop)
    {
        try
        {
            using var solver = new CpSolver();
            solver.StringParameters = string.Create(CultureInfo.InvariantCulture, $"max_time_in_seconds:{limit.TotalSeconds:0.###},num_workers:{threads},random_seed:{seed & 0x7fffffff}{(parameters.Length > 0 ? "," : "")}{parameters}");
            using var watcher = new Watcher(this, watched, onSolution);
            using var registration = stop.Register(solver.StopSearch);
            var status = solver.Solve(model, watcher);
            lock (_lock)
            {
                (_status, _bound, _work, _ended) = (status, solver.BestObjectiveBound, solver.Response?.DeterministicTime ?? 0, true);
            }
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or NullReferenceException or DllNotFoundException or TypeInitializationException)
        {
            // Without its native library, or on a model it rejects, this solver contributes nothing.
        }
    }

    private CpSatRun Result()
    {
        lock (_lock)
        {
            return new()
            {
                Values = _values,
                Work = _work,
                Bound = _ended && _status is CpSolverStatus.Optimal or CpSolverStatus.Feasible or CpSolverStatus.Unknown ? _bound : double.NegativeInfinity,
                IsInfeasible = _status == CpSolverStatus.Infeasible,
                IsOptimal = _status == CpSolverStatus.Optimal,
            };
        }
    }

    private sealed class Watcher(CpSatRun run, IReadOnlyList<IntVar> watched, Action<long[]>? onSolution) : CpSolverSolutionCallback
    {
        public override void OnSolutionCallback()
        {
            // An exception must not cross into native code: it would end the process.
            try
            {
                var values = new long[watched.Count];
                for (var i = 0; i < values.Length; i++)
                {
                    values[i] = Value(watched[i]);
                }

                lock (run._lock)
                {
                    run._values = values;
                    run._bound = BestObjectiveBound();
                }

                onSolution?.Invoke(values);
            }
#pragma warning disable CA1031 // Nothing may pass.
            catch (Exception)
#pragma warning restore CA1031
            {
                StopSearch();
            }
        }
    }
}
