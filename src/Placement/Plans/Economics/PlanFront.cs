using Placement.Problems;

namespace Placement.Plans;

/// <summary>The choices between all moves of a target and none: the least rewarding bundles are taken out one after the other.</summary>
internal sealed record PlanFront(FrontPoint Point, Assignment Target)
{
    private const int MostChoices = 24;

    /// <summary>Returns the choices from all moves to as few as the rules permit; the first is the target itself.</summary>
    public static List<PlanFront> Of(PlacementProblem problem, Assignment target, MigrationLimits limits, EconomicOptions options)
    {
        var ledger = new MoveLedger(problem, target, limits, options);
        var saving = Saving(problem, target, options);
        var all = new List<PlanFront> { At(ledger, saving) };
        var bundles = new PriorityQueue<MoveBundle, (double Worth, int Order)>();
        var waiting = new List<MoveBundle>();
        foreach (var bundle in MoveBundle.Of(problem, target.Nodes))
        {
            bundles.Enqueue(bundle, (Worth(ledger, bundle), bundle.Replicas[0]));
        }

        var keep = Math.Max(1, bundles.Count / MostChoices);
        var taken = 0;
        var isWithin = IsWithin(ledger, options);
        while (bundles.TryDequeue(out var bundle, out var key))
        {
            // The worth was computed before other bundles went; look again, and let a cheaper one pass.
            var worth = Worth(ledger, bundle);
            if (bundles.TryPeek(out _, out var next) && worth > next.Worth && worth > key.Worth)
            {
                bundles.Enqueue(bundle, (worth, bundle.Replicas[0]));
                continue;
            }

            if (!ledger.TakeOut(bundle))
            {
                waiting.Add(bundle);
            }
            else if (++taken % keep == 0 || (!isWithin && IsWithin(ledger, options)))
            {
                all.Add(At(ledger, saving));
            }

            isWithin = IsWithin(ledger, options);

            if (bundles.Count == 0 && waiting.Count > 0 && taken > 0)
            {
                // What could not go before the others went may go now.
                taken = 0;
                foreach (var b in waiting)
                {
                    bundles.Enqueue(b, (Worth(ledger, b), b.Replicas[0]));
                }

                waiting.Clear();
            }
        }

        var end = At(ledger, saving);
        return all[^1].Point.Moves == end.Point.Moves ? all : [.. all, end];
    }

    /// <summary>Returns the points that no other beats in moves, saving and risk, most moves first.</summary>
    public static IReadOnlyList<FrontPoint> Points(List<PlanFront> choices, PlanFront chosen)
    {
        var points = choices.Select(c => c.Point with { IsChosen = ReferenceEquals(c, chosen) }).ToList();
        return [.. points.Where(p => !points.Exists(q => Beats(q, p)))];
    }

    private static bool Beats(FrontPoint one, FrontPoint other) =>
        one.Moves <= other.Moves && one.SavingMicroDollarsPerHour >= other.SavingMicroDollarsPerHour && one.ExposedReplicas <= other.ExposedReplicas
        && (one.Moves < other.Moves || one.SavingMicroDollarsPerHour > other.SavingMicroDollarsPerHour || one.ExposedReplicas < other.ExposedReplicas);

    private static bool IsWithin(MoveLedger ledger, EconomicOptions options) => ledger.Moves <= options.MaxMoves && ledger.MoveCost <= options.MaxMicroDollars;

    private static double Worth(MoveLedger ledger, MoveBundle bundle) => (double)ledger.LossWithout(bundle) / bundle.Replicas.Length;

    private static PlanFront At(MoveLedger ledger, long saving) => new(
        new FrontPoint
        {
            Moves = ledger.Moves,
            SavingMicroDollarsPerHour = saving - ledger.Lost,
            ExposedReplicas = ledger.Cost.Exposed,
            MoveCostMicroDollars = ledger.MoveCost,
            NodesInUse = ledger.Cost.NodesInUse,
        },
        ledger.Target());

    private static long Saving(PlacementProblem problem, Assignment target, EconomicOptions options)
    {
        var cost = new RunningCost(problem, problem.OriginTable, options.RiskPerMille);
        var saving = 0L;
        for (var p = 0; p < problem.ReplicaCount; p++)
        {
            saving -= cost.Move(p, target[p]);
        }

        return saving;
    }
}
