using System.Diagnostics;
using Placement.Bounds;
using Placement.ColumnGeneration;
using Placement.ConstraintModels;
using Placement.Construction;
using Placement.Problems;
using Placement.Search;
using Placement.Solving;

namespace Placement.Portfolio;

/// <summary>Chains and races the solvers that honour a problem's rules under one deadline, sharing the best answer and the best bound.</summary>
/// <remarks>Never worse than the best greedy packer, nor than staying as you are where that is feasible.</remarks>
public sealed class PortfolioSolver : IPlacementSolver
{
    private const int MostPacked = 20_000;

    /// <summary>The most pairs of replica class and node of a plain problem for the exact model; beyond, another dive is worth more.</summary>
    private const long MaxPlainSize = 3_000;
    private const int MaxDivers = 4;

    /// <inheritdoc />
    public string Name => "portfolio";

    /// <inheritdoc />
    public SolveResult Solve(PlacementProblem problem, SolveOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(options);
        var clock = Stopwatch.StartNew();
        using var limit = new CancellationTokenSource(options.TimeLimit);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, options.StopRequested, cancellationToken);
        var incumbent = new Incumbent(problem, options, clock);
        foreach (var bound in ResourceBounds.All(problem).Append(ReplicaLimitBound.Of(problem)).Append(LoadBalanceBound.Of(problem)))
        {
            incumbent.Offer(bound, "resource sum");
        }

        incumbent.Offer(ResourcePrices.Of(problem, NodeClasses.Of(problem)).Bound(problem), "resource sum");
        incumbent.Offer(DualFeasibleBound.Of(problem), "dual-feasible function");
        Stay(problem, options, incumbent);
        if (incumbent.Best is null && Infeasibility.Find(problem) is { Count: > 0 } reasons)
        {
            return new() { Status = SolveStatus.Infeasible, Bound = incumbent.Bound, Solver = Name, Elapsed = clock.Elapsed, Reasons = reasons };
        }

        Pack(problem, options, incumbent, clock, stop.Token);
        if (!incumbent.IsClosed)
        {
            var members = Members(problem, options, incumbent, () => options.TimeLimit - clock.Elapsed, stop.Token);
            if (options.Threads == 1)
            {
                // One thread: one after the other, so that the order of events does not depend on the machine.
                Race(stop, incumbent, [() => members.ForEach(run => run())]);
            }
            else
            {
                Race(stop, incumbent, members);
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        return incumbent.Result();
    }

    /// <summary>The solvers that honour the problem, at its size, those that promise most first.</summary>
    private static List<Action> Members(PlacementProblem problem, SolveOptions options, Incumbent incumbent, Func<TimeSpan> remaining, CancellationToken stop)
    {
        var members = new List<Action>();
        var patterns = PatternSpace.IsUseful(problem);
        var plain = patterns && ColumnGenerationSolver.IsPlain(problem);
        // Where prices alone count, patterns say all there is to say, in fewer variables; that there is no answer, only the exact model can say.
        var doubtful = incumbent.Best is null;
        var exact = ConstraintSolver.Supports(problem) && (doubtful || !(plain && AssignmentModel.SizeOf(problem) > MaxPlainSize));
        if (exact)
        {
            members.Add(() =>
            {
                // Alone on its thread it may take all the time; in a row it leaves most of it to the next, and work alone decides where work is limited.
                var limit = options.Threads == 1 && options.WorkLimit == long.MaxValue ? remaining() / 3 : remaining();
                var bound = ConstraintSolver.Run(problem, options with { Threads = Math.Max(1, options.Threads - 1) }, incumbent.Best?.Assignment, limit, a => incumbent.Offer(a, "cp-sat"), out var infeasible, stop);
                incumbent.Offer(bound, "cp-sat");
                if (infeasible && incumbent.Best is null)
                {
                    incumbent.DeclareInfeasible();
                }
            });
        }

        if (patterns)
        {
            var others = exact || !plain ? 0 : Math.Min(options.Threads, MaxDivers) - 1;
            members.AddRange(Enumerable.Range(0, others + 1).Select<int, Action>(i => () => Columns(problem, options, incumbent, remaining, i, Math.Max(1, options.Threads - others), stop)));
        }
        else if (problem.ReplicaCount > 0)
        {
            // Where a node's cost depends on more than its price, patterns say little and moves say most.
            members.Add(() =>
            {
                var limit = remaining();
                if (limit <= TimeSpan.Zero)
                {
                    return;
                }

                var result = new LocalSearchSolver().Solve(
                    problem,
                    options with
                    {
                        TimeLimit = limit,
                        Threads = exact ? Math.Max(1, options.Threads - 1) : options.Threads,
                        Start = incumbent.Best?.Assignment,
                        StopRequested = stop,
                        Progress = progress => _ = progress.Cost < incumbent.Cost && incumbent.Offer(progress.Assignment!, progress.Solver),
                    },
                    CancellationToken.None);
                incumbent.Offer(result.Bound, result.Solver);
                if (result.Assignment is { } found)
                {
                    incumbent.Offer(found, result.Solver);
                }
            });
        }

        if (plain && !doubtful)
        {
            members.Reverse();
        }

        return members;
    }

    private static void Columns(PlacementProblem problem, SolveOptions options, Incumbent incumbent, Func<TimeSpan> remaining, int index, int threads, CancellationToken stop)
    {
        using var meter = new WorkMeter(options.WorkLimit, stop);
        var race = new PatternRace
        {
            Cost = () => incumbent.IsClosed ? long.MinValue : incumbent.Cost,
            Offer = assignment => incumbent.Offer(assignment, "column generation"),
            OnBound = bound => incumbent.Offer(bound, "column generation"),
            Remaining = remaining,
            Threads = threads,
            Seed = options.Seed + (index * 7_919),
            IsLeader = index == 0,
        };
        new ColumnGenerationSolver(problem, race, meter).Run(incumbent.Best?.Assignment);
    }

    /// <summary>Runs each member on a thread of its own until all have ended, the answer is proved, or the stop; a member that stops late is left behind.</summary>
    private static void Race(CancellationTokenSource stop, Incumbent incumbent, IReadOnlyList<Action> members)
    {
        Exception? fault = null;
        var threads = members.Select(member => new Thread(
            () =>
            {
                try
                {
                    member();
                }
#pragma warning disable CA1031 // Carried over to the caller's thread.
                catch (Exception exception)
#pragma warning restore CA1031
                {
                    fault ??= exception;
                }
            },
            64 * 1024 * 1024)
        { IsBackground = true, Name = "portfolio" }).ToList();
        threads.ForEach(t => t.Start());
        while (threads.Exists(t => !t.Join(10)))
        {
            if (fault is not null || stop.IsCancellationRequested || incumbent.IsClosed)
            {
                stop.Cancel();
                threads.ForEach(t => t.Join(200));
                break;
            }
        }

        if (fault is not null)
        {
            throw new InvalidOperationException($"A solver of the portfolio failed: {fault.Message}", fault);
        }
    }

    /// <summary>What costs nothing to know: a given start, and staying as it is.</summary>
    private static void Stay(PlacementProblem problem, SolveOptions options, Incumbent incumbent)
    {
        if (options.Start is { } given)
        {
            incumbent.Offer(given, "given");
        }

        incumbent.Offer(problem.Start(), "stay");
    }

    /// <summary>The greedy packers.</summary>
    private static void Pack(PlacementProblem problem, SolveOptions options, Incumbent incumbent, Stopwatch clock, CancellationToken stop)
    {
        if (problem.ReplicaCount > MostPacked && !PatternSpace.IsUseful(problem) && incumbent.Best is not null)
        {
            // Where no node has a price, packing from nothing moves everything and saves nothing: at this size it only takes the search's time.
            return;
        }

        var packer = new GreedyPacker(problem, options.Seed);
        // A fifth of the time at most, unless the answer must not depend on the machine.
        var enough = options.WorkLimit < long.MaxValue ? TimeSpan.MaxValue : options.TimeLimit / 5;
        foreach (var method in Enum.GetValues<GreedyMethod>())
        {
            if (incumbent.IsClosed || ((stop.IsCancellationRequested || clock.Elapsed > enough) && incumbent.Best is not null))
            {
                return;
            }

            incumbent.Offer(packer.Pack(method, stop), "greedy/" + method);
        }
    }
}
