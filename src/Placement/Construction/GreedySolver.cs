using System.Diagnostics;
using Placement.Bounds;
using Placement.Problems;
using Placement.Solving;

namespace Placement.Construction;

/// <summary>Packs greedily by one method, or by every method and keeps the best. Honours every hard rule; looks at no cost but prices.</summary>
/// <remarks>When not every replica finds a node, the result is <see cref="SolveStatus.Unknown"/> with the reasons of the attempt that placed most.</remarks>
public sealed class GreedySolver : IPlacementSolver
{
    private readonly GreedyMethod[] _methods;

    /// <summary>Makes a solver that tries every method.</summary>
    public GreedySolver()
    {
        _methods = Enum.GetValues<GreedyMethod>();
        Name = "greedy";
    }

    /// <summary>Makes a solver for one method.</summary>
    public GreedySolver(GreedyMethod method)
    {
        _methods = [method];
        Name = "greedy/" + method;
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public SolveResult Solve(PlacementProblem problem, SolveOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(options);
        var clock = Stopwatch.StartNew();
        using var limit = new CancellationTokenSource(options.TimeLimit);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, options.StopRequested, cancellationToken);
        var bound = ResourceBounds.Best(problem);
        var packer = new GreedyPacker(problem, options.Seed);
        SolveResult? best = null;
        foreach (var method in _methods)
        {
            if (best is not null && stop.IsCancellationRequested)
            {
                break;
            }

            var result = SolveResult.Judge(problem, packer.Pack(method, stop.Token), bound, $"greedy/{method}", clock.Elapsed);
            best = best is null || IsBetter(result, best) ? result : best;
        }

        cancellationToken.ThrowIfCancellationRequested();
        return best! with { Elapsed = clock.Elapsed };
    }

    private static bool IsBetter(SolveResult result, SolveResult best) =>
        (result.Assignment, best.Assignment) switch
        {
            (null, null) => result.Reasons.Count < best.Reasons.Count,
            (null, _) => false,
            (_, null) => true,
            _ => result.Cost < best.Cost,
        };
}
