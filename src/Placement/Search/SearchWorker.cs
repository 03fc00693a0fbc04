using Placement.Problems;

namespace Placement.Search;

/// <summary>One thread of the local search: descent, annealing, then sub-problems on the best of all threads.</summary>
/// <remarks>
/// Simulated annealing (Kirkpatrick, Gelatt and Vecchi 1983, doi 10.1126/science.220.4598.671); the sources of the operators are at their classes. The temperature falls geometrically with the share of the budget that is spent.
/// </remarks>
internal sealed class SearchWorker
{
    private const int StepsPerCheck = 4_096;
    private const double AnnealUntil = 0.85;
    private const double Coldest = 1e-5;

    private readonly SearchState _state;
    private readonly SearchRandom _random;
    private readonly SearchBudget _budget;
    private readonly SharedBest _best;
    private readonly Threshold _threshold = new();
    private readonly Relocate _relocate;
    private readonly ReturnHome _returnHome;
    private readonly Swap _swap;
    private readonly PushOff _pushOff;
    private readonly EmptyNode? _emptyNode;
    private readonly SubproblemSearch _subproblems;
    private readonly int _index;

    public SearchWorker(SearchModel model, Assignment start, SearchBudget budget, SharedBest best, int seed, int index, bool checkEveryMove)
    {
        _index = index;
        _budget = budget;
        _best = best;
        _random = new SearchRandom(seed, index);
        _state = new SearchState(model, start) { CheckEveryMove = checkEveryMove };
        _relocate = new Relocate(_state, _random);
        _returnHome = new ReturnHome(_state, _random);
        _swap = new Swap(_state, _random);
        _pushOff = new PushOff(_state, _random);
        _emptyNode = EmptyNode.Supports(model) ? new EmptyNode(_state, _random) : null;
        _subproblems = new SubproblemSearch(_state, _random);
    }

    public SearchState State => _state;

    public void Run()
    {
        if (_state.Problem.ReplicaCount == 0)
        {
            return;
        }

        if (!_state.IsFeasible())
        {
            new StartRepair(_state, _random).Run();
            _state.IsHopeless = _state.HasOverfullNode();
        }

        var hottest = HottestTemperature() * Math.Pow(0.1, _index % 3);
        Descend();
        Anneal(hottest);
        Polish();
    }

    /// <summary>The change of cost that nine in ten random moves stay below.</summary>
    private double HottestTemperature()
    {
        const int draws = 20_000;
        var changes = new List<long>();
        for (var i = 0; i < draws; i++)
        {
            var replica = _random.Next(_state.Problem.ReplicaCount);
            var to = _random.Next(_state.Problem.NodeCount);
            if (_state.NodeOf[replica] >= 0 && to != _state.NodeOf[replica] && _state.HasRoom(replica, to) && _state.IsPermitted(replica, to)
                && _state.Price(replica, to).Cost is not 0 and var change)
            {
                changes.Add(Math.Abs(change));
            }
        }

        changes.Sort();
        return changes.Count == 0 ? 1 : changes[changes.Count * 9 / 10];
    }

    /// <summary>Accepts what does not cost more until a round of ten steps a replica saves less than a thousandth of what was saved so far.</summary>
    private void Descend()
    {
        _threshold.Temperature = 0;
        var start = _state.Cost;
        var round = Math.Max(1, 10L * _state.Problem.ReplicaCount / StepsPerCheck);
        while (!_budget.IsOver)
        {
            var (cost, violation) = (_state.Cost, _state.Violation);
            for (var i = 0L; i < round && !_budget.IsOver; i++)
            {
                Steps();
            }

            if (_state.Violation >= violation && cost - _state.Cost <= (start - _state.Cost) / 1_000)
            {
                break;
            }
        }
    }

    private void Anneal(double hottest)
    {
        var begun = _budget.Spent;
        while (!_budget.IsOver && _budget.Spent is var spent && spent < AnnealUntil)
        {
            var share = (spent - begun) / (AnnealUntil - begun);
            _threshold.Temperature = Math.Max(0.5, hottest * Math.Pow(Coldest, share));
            Steps();
        }
    }

    private void Polish()
    {
        _threshold.Temperature = 0;
        _best.LoadInto(_state);
        while (!_budget.IsOver)
        {
            Steps();
            for (var i = 0; i < 64; i++)
            {
                _subproblems.Step(2 + _random.Next(4), 2 + _random.Next(14), 100, -1);
            }

            _budget.Spend(64);
            _best.Offer(_state);
            if (_best.Cost < _state.Cost)
            {
                _best.LoadInto(_state);
            }
        }
    }

    private void Steps()
    {
        var replicas = _state.Problem.ReplicaCount;
        var origins = _state.Problem.OriginTable;
        for (var i = 0; i < StepsPerCheck; i++)
        {
            var replica = _random.Next(replicas);
            switch (_random.NextBits() & 15)
            {
                case < 6:
                    _swap.Step(replica, _threshold);
                    break;
                case < 9:
                    _pushOff.Step(replica, _threshold);
                    break;
                default:
                    var moved = origins[replica] >= 0 && origins[replica] != _state.NodeOf[replica];
                    if (moved && (_random.NextBits() & 15) != 0)
                    {
                        _returnHome.Step(replica, _threshold);
                    }
                    else
                    {
                        _relocate.Step(replica, _threshold);
                    }

                    break;
            }
        }

        for (var i = 0; _emptyNode is not null && i < StepsPerCheck / 64; i++)
        {
            _emptyNode.Step(_threshold);
        }

        _budget.Spend(StepsPerCheck);
        _best.Offer(_state);
    }
}
