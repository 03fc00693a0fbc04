using System.Diagnostics;
using Placement.Bounds;
using Placement.Construction;
using Placement.Problems;
using Placement.Solving;

namespace Placement.Search;

/// <summary>A multi-threaded local search over the whole model, with exact integer prices. Good for rebalancing at any size; its bounds are the simple ones.</summary>
/// <remarks>
/// Starts from <see cref="SolveOptions.Start"/>, the start of the problem, or the best greedy packing, and never returns anything dearer. The unit of
/// <see cref="SolveOptions.WorkLimit"/> is one step: one replica drawn and one move, swap or chain tried. Each thread searches by itself and the best answer counts; from
/// 25,000 replicas on they work on one assignment and tell each other what they moved.
/// </remarks>
public sealed class LocalSearchSolver : IPlacementSolver
{
    /// <inheritdoc />
    public string Name => "local search";

    /// <summary>Gets whether each applied change is compared with the independent checker; slow, for tests.</summary>
    internal bool CheckEveryMove { get; init; }

    /// <summary>Gets the number of replicas from which threads work on one assignment: with fewer, several ways down are worth more than one that is taken faster.</summary>
    internal int SharedFrom { get; init; } = 25_000;

    /// <inheritdoc />
    public SolveResult Solve(PlacementProblem problem, SolveOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(options);
        var clock = Stopwatch.StartNew();
        var bound = Bound.Max(ResourceBounds.Best(problem), LoadBalanceBound.Of(problem));
        var best = new SharedBest(options, clock, Name);
        var budget = new SearchBudget(options, clock, cancellationToken);
        var before = clock.Elapsed;
        var (start, isFeasible) = ChooseStart(problem, options, cancellationToken);
        // Looking for the start judges it; the answer is judged here and once more by a portfolio.
        budget.Reserve((2 * (clock.Elapsed - before)) + TimeSpan.FromMilliseconds(30));
        var model = new SearchModel(problem);
        var shared = isFeasible && options.Threads > 1 && problem.ReplicaCount >= SharedFrom ? new SharedMoves(options.Threads) : null;
        var workers = new SearchWorker[options.Threads];
        budget.Begin();
        Parallel(options.Threads, budget, i =>
        {
            var worker = new SearchWorker(model, start, budget, best, bound.Value, options.Seed, i, options.Threads, CheckEveryMove, shared);
            workers[i] = worker;
            if (worker.State.IsFeasible())
            {
                best.Offer(worker.State);
            }

            worker.Run();
        });
        cancellationToken.ThrowIfCancellationRequested();
        return SolveResult.Judge(problem, best.Assignment ?? workers[0].State.Snapshot(), bound, Name, clock.Elapsed);
    }

    /// <summary>The cheapest feasible one of the given start, the start of the problem and, when neither is feasible, the greedy packings.</summary>
    private static (Assignment Start, bool IsFeasible) ChooseStart(PlacementProblem problem, SolveOptions options, CancellationToken cancellationToken)
    {
        var feasible = new[] { options.Start, problem.Start() }
            .OfType<Assignment>()
            .Select(a => (Assignment: a, Check: AssignmentChecker.Check(problem, a)))
            .Where(c => c.Check.IsFeasible)
            .ToList();
        if (feasible.Count == 0)
        {
            var packer = new GreedyPacker(problem, options.Seed);
            feasible.AddRange(Enum.GetValues<GreedyMethod>()
                .Select(method => packer.Pack(method, cancellationToken))
                .Select(a => (a, AssignmentChecker.Check(problem, a)))
                .Where(c => c.Item2.IsFeasible));
        }

        return feasible.Count == 0 ? (options.Start ?? problem.Start(), false) : (feasible.MinBy(c => c.Check.Cost.Total).Assignment, true);
    }

    private static void Parallel(int threads, SearchBudget budget, Action<int> run)
    {
        if (threads == 1)
        {
            run(0);
            return;
        }

        Exception? fault = null;
        var all = Enumerable.Range(0, threads).Select(i => new Thread(() =>
        {
            try
            {
                run(i);
            }
#pragma warning disable CA1031 // Carried over to the caller's thread.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Interlocked.CompareExchange(ref fault, exception, null);
                budget.End();
            }
        })
        { IsBackground = true, Name = "local search" }).ToList();
        all.ForEach(t => t.Start());
        all.ForEach(t => t.Join());
        if (fault is not null)
        {
            throw new InvalidOperationException($"A search thread failed: {fault.Message}", fault);
        }
    }
}
