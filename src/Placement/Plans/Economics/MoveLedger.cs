using Placement.Problems;

namespace Placement.Plans;

/// <summary>A target that moves are taken out of, one bundle at a time, as long as what is left keeps every rule.</summary>
internal sealed class MoveLedger
{
    private readonly PlacementProblem _problem;
    private readonly EconomicOptions _options;
    private readonly MoveState _state;
    private readonly long[] _transfer;

    public MoveLedger(PlacementProblem problem, Assignment target, MigrationLimits limits, EconomicOptions options)
    {
        _problem = problem;
        _options = options;
        _transfer = MoveState.Transfers(problem, limits);
        _state = new MoveState(problem, new MigrationLimits(), target.Nodes);
        Cost = new RunningCost(problem, target.Nodes, options.RiskPerMille);
        for (var p = 0; p < problem.ReplicaCount; p++)
        {
            if (IsMoved(p))
            {
                Moves++;
                MoveCost += StepCost(p);
            }
        }
    }

    public RunningCost Cost { get; }

    /// <summary>Gets the number of moves left.</summary>
    public int Moves { get; private set; }

    /// <summary>Gets the one-off cost of the moves left, extra hops not included.</summary>
    public long MoveCost { get; private set; }

    /// <summary>Gets by how much the running cost has risen through the moves taken out.</summary>
    public long Lost { get; private set; }

    public Assignment Target()
    {
        var nodes = new int[_problem.ReplicaCount];
        for (var p = 0; p < nodes.Length; p++)
        {
            nodes[p] = Cost.NodeOf(p);
        }

        return new Assignment(nodes);
    }

    /// <summary>Returns the one-off cost of a step that starts a copy of a replica.</summary>
    public long StepCost(int replica) => _options.MicroDollarsPerStart + (long)((Int128)_transfer[replica] * _options.MicroDollarsPerGibi >> 30);

    public long StepCost(MoveBundle bundle) => bundle.Replicas.Where(IsMoved).Sum(StepCost);

    /// <summary>Returns by how much the running cost would rise without the moves of a bundle.</summary>
    public long LossWithout(MoveBundle bundle)
    {
        var back = new List<(int Replica, int Node)>();
        var loss = 0L;
        foreach (var p in bundle.Replicas.Where(IsMoved))
        {
            back.Add((p, Cost.NodeOf(p)));
            loss += Cost.Move(p, _problem.Origin(p));
        }

        foreach (var (p, node) in back)
        {
            Cost.Move(p, node);
        }

        return loss;
    }

    /// <summary>Returns what the objective charges for the moves of a bundle.</summary>
    public long ObjectiveOf(MoveBundle bundle) => bundle.Replicas.Sum(p => _problem.MoveCost(p, Cost.NodeOf(p)));

    /// <summary>Takes the moves of a bundle out, or changes nothing and returns false when the rest would then break a rule.</summary>
    public bool TakeOut(MoveBundle bundle)
    {
        var done = new List<(int Replica, int Node)>();
        foreach (var p in bundle.Replicas.Where(IsMoved))
        {
            var step = new MigrationStep(StepKind.Move, p, Cost.NodeOf(p), _problem.Origin(p));
            if (!_state.Test(step).IsFree)
            {
                done.Reverse();
                foreach (var (replica, node) in done)
                {
                    _state.Begin(new(StepKind.Move, replica, _problem.Origin(replica), node));
                    _state.EndWave();
                }

                return false;
            }

            _state.Begin(step);
            _state.EndWave();
            done.Add((p, step.From));
        }

        foreach (var (p, _) in done)
        {
            Moves--;
            MoveCost -= StepCost(p);
            Lost += Cost.Move(p, _problem.Origin(p));
        }

        return done.Count > 0;
    }

    private bool IsMoved(int p) => _problem.Origin(p) >= 0 && Cost.NodeOf(p) >= 0 && Cost.NodeOf(p) != _problem.Origin(p);
}
