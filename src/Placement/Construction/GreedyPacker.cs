using Placement.Problems;

namespace Placement.Construction;

/// <summary>Runs the greedy methods on one problem; what they share is computed once.</summary>
internal sealed class GreedyPacker(PlacementProblem problem, int seed)
{
    private readonly WorkloadRules _rules = new(problem);
    private readonly double[] _weights = ReplicaOrder.Weights(problem);
    private int[]? _decreasing;

    public WorkloadRules Rules => _rules;

    private int[] Decreasing => _decreasing ??= ReplicaOrder.Decreasing(problem, _rules, ReplicaOrder.Sizes(problem, _weights, byLargest: false));

    /// <summary>Packs by a method. Replicas without a place are unplaced in the answer.</summary>
    public Assignment Pack(GreedyMethod method, CancellationToken stop)
    {
        if (problem.HeadroomLevels.Count == 0)
        {
            return PackWithin(method, 1000, stop);
        }

        // Headroom wants the load spread over more nodes: search for the largest share of each capacity that leaves enough free.
        var best = PackWithin(method, 1000, stop);
        if (AssignmentChecker.Check(problem, best).IsFeasible)
        {
            return best;
        }

        var (low, high) = (0, 1000);
        while (high - low > 8 && !stop.IsCancellationRequested)
        {
            var share = (low + high) / 2;
            var candidate = PackWithin(method, share, stop);
            var check = AssignmentChecker.Check(problem, candidate);
            if (check.IsFeasible)
            {
                (best, low) = (candidate, share);
            }
            else if (check.Violations.Any(v => v.Code == ReasonCode.Unplaced))
            {
                // Too tight already: replicas do not fit; the answer is between this share and the looser ones.
                low = share;
            }
            else
            {
                high = share;
            }
        }

        return best;
    }

    private Assignment PackWithin(GreedyMethod method, int share, CancellationToken stop)
    {
        var state = new PackingState(problem, _rules, share);
        switch (method)
        {
            case GreedyMethod.FirstFitDecreasing:
                FitDecreasing.FirstFit(problem, state, Decreasing, NodeOrder.AsGiven(problem), stop);
                break;
            case GreedyMethod.LargestNodeFirst:
                FitDecreasing.FirstFit(problem, state, Decreasing, NodeOrder.LargestFirst(problem, _weights), stop);
                break;
            case GreedyMethod.CheapestDensity:
                FitDecreasing.FirstFit(problem, state, Decreasing, NodeOrder.CheapestDensityFirst(problem, _weights), stop);
                break;
            case GreedyMethod.BestFitDecreasing:
                FitDecreasing.BestFit(problem, state, Decreasing, NodeOrder.CheapestDensityFirst(problem, _weights), _weights, stop);
                break;
            case GreedyMethod.ShuffledFirstFit:
                FitDecreasing.FirstFit(problem, state, Shuffled(), NodeOrder.CheapestDensityFirst(problem, _weights), stop);
                break;
            case GreedyMethod.DotProduct:
                new NodeFilling(problem, _rules, _weights, byNorm: false).Fill(state, NodeOrder.CheapestDensityFirst(problem, _weights), stop);
                break;
            case GreedyMethod.Norm:
                new NodeFilling(problem, _rules, _weights, byNorm: true).Fill(state, NodeOrder.CheapestDensityFirst(problem, _weights), stop);
                break;
            case GreedyMethod.FillCheapest:
                new NodeFilling(problem, _rules, _weights, byNorm: false).FillCheapest(state, stop);
                break;
            case GreedyMethod.BlendTypes:
                new NodeFilling(problem, _rules, _weights, byNorm: false).Fill(state, NodeOrder.Blended(problem, _weights), stop);
                break;
            case GreedyMethod.StayAndFill:
                Stay(state);
                FitDecreasing.FirstFit(problem, state, Decreasing, [.. NodeOrder.CheapestDensityFirst(problem, _weights).OrderBy(n => state.CountOn(n) > 0 ? 0 : 1)], stop);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(method), method, "There is no such method.");
        }

        // Whatever the method left over may still fit somewhere that its own order did not reach.
        if (state.Unplaced > 0)
        {
            FitDecreasing.FirstFit(problem, state, Decreasing, NodeOrder.CheapestDensityFirst(problem, _weights), stop);
        }

        return state.Snapshot();
    }

    private void Stay(PackingState state)
    {
        foreach (var p in Decreasing)
        {
            if (problem.OriginTable[p] is >= 0 and var node && state.CanPlace(p, node))
            {
                state.Place(p, node);
            }
        }
    }

    /// <summary>A seeded shuffle that keeps what must come first first: pins and what others depend on.</summary>
    private int[] Shuffled()
    {
        var order = (int[])Decreasing.Clone();
        new Random(seed).Shuffle(order);
        return [.. order.OrderBy(p => problem.PinTable[p] >= 0 ? 0 : 1).ThenBy(p => _rules.Depth[problem.WorkloadTable[p]])];
    }
}
