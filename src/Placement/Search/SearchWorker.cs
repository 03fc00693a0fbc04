using Placement.Problems;

namespace Placement.Search;

/// <summary>One thread of the local search: descent, annealing, then sub-problems on the best of all threads. On a large fleet all threads work on one assignment.</summary>
/// <remarks>
/// Simulated annealing (Kirkpatrick, Gelatt and Vecchi 1983, doi 10.1126/science.220.4598.671); the sources of the operators are at their classes. Two quick passes come
/// first. In one of them nodes may be overloaded at a price that rises with the cold: where nodes are nearly full the feasible assignments may hardly hang together, and the
/// ways between them lead over a little too much. The better of the two decides how what follows goes, and where it spends its time: one long pass, or, with time for many,
/// passes from the hottest down that freeze in many patterns of the largest replicas, and then the best ones warmed up and cooled again, more slowly
/// (thermal cycling: Möbius, Neklioudov, Díaz-Sánchez, Hoffmann, Fachat and Schreiber 1997, doi 10.1103/PhysRevLett.79.4297).
/// </remarks>
internal sealed class SearchWorker
{
    private const int FewestSteps = 4_096;      // between two looks at the clock
    private const int MostSteps = 65_536;
    private const int StepsPerExchange = 2_048; // some ms: what threads do not know of each other meanwhile is little
    private const int HotDraws = 4;
    private const double WarmUp = 0.005;       // of the budget
    private const double DescendUntil = 0.2;   // a huge fleet could go down for ever; what comes next draws evenly and saves more
    private const double AnnealUntil = 0.7;
    private const double LearnFor = 0.15;      // share of the annealing for the two quick passes
    private const double Coldest = 1e-6;       // of the hottest temperature, when no change is smaller
    private const double Freezing = 0.3;       // of a change: its increase is accepted once in 28 draws
    private const double CheapestOverload = 10; // times what load costs
    private const double DearestOverload = 1e6;
    private const int MostMends = 4_000;
    private const double ManySteps = 4_000;    // per replica: enough to start at the hottest temperature
    private const double PassSteps = 25_000;   // per replica: enough for a pass to tell a good pattern from a bad one
    private const int FewestPasses = 4;        // with time for fewer, one long pass is worth more
    private const int MostPasses = 20;
    private const double PassUntil = 0.35;
    private const int ShortCycles = 4;
    private const double ShortUntil = 0.65;
    private const int LongCycles = 2;
    private const double LongUntil = 0.97;
    private const double Warm = 0.4;           // share of the schedule: a pattern changes there, and is not forgotten
    private const double LessWarm = 0.5;

    private static readonly double[] Leanings = [0.9, 0.5, 0]; // to the origins: which is best differs between problems

    private readonly SearchState _state;
    private readonly SearchRandom _random;
    private readonly SearchBudget _budget;
    private readonly SharedBest _best;
    private readonly SharedMoves? _shared;
    private readonly MoveExchange? _exchange;
    private readonly Threshold _threshold = new();
    private readonly Relocate _relocate;
    private readonly ReturnHome _returnHome;
    private readonly Homeward _homeward;
    private readonly Swap _swap;
    private readonly Rearrange _rearrange;
    private readonly EmptyNode? _emptyNode;
    private readonly SubproblemSearch _subproblems;
    private readonly int _index;
    private readonly int _threads;
    private readonly long _bound;
    private readonly int _stepsPerRound;

    public SearchWorker(SearchModel model, Assignment start, SearchBudget budget, SharedBest best, long bound, int seed, int index, int threads, bool checkEveryMove, SharedMoves? shared = null)
    {
        (_index, _threads) = (index, threads);
        _bound = bound;
        _stepsPerRound = Math.Clamp(model.Problem.ReplicaCount / 32, FewestSteps, MostSteps);
        _budget = budget;
        _best = best;
        _random = new SearchRandom(seed, index);
        _state = new SearchState(model, start) { CheckEveryMove = checkEveryMove, NotesMoves = shared is not null };
        _shared = shared;
        _exchange = shared is null ? null : new MoveExchange(_state, shared, index);
        _relocate = new Relocate(_state, _random);
        _returnHome = new ReturnHome(_state, _random);
        _homeward = new Homeward(_state, _random);
        _swap = new Swap(_state, _random, _homeward);
        _rearrange = new Rearrange(_state, _random, _homeward);
        _emptyNode = EmptyNode.Supports(model) ? new EmptyNode(_state, _random) : null;
        _subproblems = new SubproblemSearch(_state, _random);
    }

    public SearchState State => _state;

    /// <summary>Gets what was done so far.</summary>
    public SearchCounts Counts => _relocate.Counts + _swap.Counts + _returnHome.Counts + _rearrange.Counts;

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

        Descend();
        var passes = _shared is null ? Passes() : 1;
        _homeward.Share = Leanings[_index % Leanings.Length];
        var (hottest, coldest) = Temperatures(passes > 1 ? 0.99 : 0.9);
        var (from, to) = (hottest * Heat() * Math.Pow(0.3, passes > 1 || _shared is not null ? 0 : _index % 3), coldest);
        var (schedule, other) = (new CoolingSchedule(from, to, _bound), new CoolingSchedule(from, to, _bound));
        var share = passes > 1 ? PassUntil / (passes + 2) : LearnFor / 2 * (AnnealUntil - _budget.Spent);
        var (kept, overloaded) = (Try(schedule, share, overload: false), Try(other, share, overload: true));
        var overload = overloaded.CompareTo(kept) < 0;
        schedule = overload ? other : schedule;
        schedule.Learn();
        (schedule, overload) = _shared?.Agree(schedule, overload) ?? (schedule, overload);
        if (passes > 1)
        {
            Cycle(schedule, passes, overload);
        }
        else
        {
            Anneal(schedule, AnnealUntil, overload);
        }

        Polish();
    }

    /// <summary>One round of steps at a temperature, between two looks at the clock.</summary>
    public void Round(double temperature)
    {
        _threshold.Temperature = temperature;
        Steps();
    }

    /// <summary>The share of the hottest temperature from which the budget is enough to cool down again.</summary>
    private double Heat()
    {
        var stepsPerReplica = _budget.Steps / _state.Problem.ReplicaCount;
        return Math.Clamp(Math.Pow(stepsPerReplica / ManySteps, 2), 1e-6, 1);
    }

    /// <summary>The passes from the hottest temperature down that their part of the budget is good for; 1 for a budget that is better spent on a single long one.</summary>
    private int Passes()
    {
        var passes = PassUntil * _budget.Steps / _threads / _state.Problem.ReplicaCount / PassSteps;
        return passes < FewestPasses ? 1 : (int)Math.Min(passes, MostPasses);
    }

    /// <summary>The change of cost that a share of random moves stays below, and a temperature at which the smallest change counts; both in units of cost.</summary>
    private (double Hottest, double Coldest) Temperatures(double share)
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
        var (smallest, hottest) = changes.Count == 0 ? (1, 1) : (changes[0], changes[(int)(changes.Count * share)]);
        return (hottest, Math.Max(Freezing, Math.Min(Freezing * smallest, hottest * Coldest)));
    }

    /// <summary>Accepts what does not cost more until a round of ten steps a replica saves less than a thousandth of what was saved so far, and the speed is known.</summary>
    private void Descend()
    {
        _threshold.Temperature = 0;
        var start = _state.Cost;
        var round = Math.Max(1, 10L * _state.Problem.ReplicaCount / _stepsPerRound);
        while (!_budget.IsOver && _budget.Spent < DescendUntil)
        {
            var (cost, violation) = (_state.Cost, _state.Violation);
            for (var i = 0L; i < round && !_budget.IsOver && _budget.Spent < DescendUntil; i++)
            {
                Steps();
            }

            if (_state.Violation >= violation && cost - _state.Cost <= (start - _state.Cost) / 1_000 && _budget.Spent >= WarmUp)
            {
                break;
            }
        }
    }

    /// <summary>Cools down within a share of the budget, and tells what came of it: hard rules broken, then cost.</summary>
    private (long Broken, long Cost) Try(CoolingSchedule schedule, double share, bool overload)
    {
        Anneal(schedule, _budget.Spent + share, overload);
        return (_state.Violation + _state.Lack, _state.Cost);
    }

    /// <summary>Cools down from a share of the schedule until a share of the budget is spent; overloads, where they are allowed, cost the more the colder it gets, and are mended at the end.</summary>
    private void Anneal(CoolingSchedule schedule, double until, bool overload, double first = 0)
    {
        var begun = _budget.Spent;
        while (!_budget.IsOver && _budget.Spent is var spent && spent < until)
        {
            var share = first + ((1 - first) * (spent - begun) / (until - begun));
            var temperature = schedule.Temperature(share);
            _state.LackPrice = overload ? _state.Model.LackUnit * Math.Min(DearestOverload, CheapestOverload * schedule.Temperature(0) / temperature) : SearchState.NoOverload;
            Round(temperature);
            schedule.Record(share, _state.Cost);
        }

        _state.LackPrice = SearchState.NoOverload;
        MendOverloads();
    }

    /// <summary>Passes from the hottest temperature down; then short cycles from a warm one on the best ends of this thread, and long ones on the best of all threads.</summary>
    private void Cycle(CoolingSchedule schedule, int passes, bool overload)
    {
        var ends = new PriorityQueue<(int[] Nodes, double Leaning), long>();
        for (var left = passes; left > 0; left--)
        {
            // Every other pass leans as the best so far did.
            var tried = (passes - left) / 2;
            _homeward.Share = left % 2 == 0 && ends.TryPeek(out var best, out _) ? best.Leaning : Leanings[(_index + tried) % Leanings.Length];
            Anneal(schedule, Until(PassUntil, left), overload);
            if (_state.IsFeasible())
            {
                ends.Enqueue(([.. _state.NodeOf], _homeward.Share), _state.Cost);
            }
        }

        var leaning = ends.TryPeek(out var first, out _) ? first.Leaning : _homeward.Share;
        for (var left = ShortCycles; left > 0 && ends.TryDequeue(out var end, out _); left--)
        {
            _state.Load(end.Nodes);
            _homeward.Share = end.Leaning;
            Anneal(schedule, Until(ShortUntil, left), overload, Warm);
        }

        _homeward.Share = leaning;
        for (var left = LongCycles; left > 0; left--)
        {
            _best.LoadInto(_state);
            Anneal(schedule, Until(LongUntil, left), overload, left > 1 ? Warm : LessWarm);
        }
    }

    /// <summary>The share of the budget at which the first of some equal parts ends, when the last ends at <paramref name="last"/>.</summary>
    private double Until(double last, int parts)
    {
        var spent = _budget.Spent;
        return spent + ((last - spent) / parts);
    }

    /// <summary>Brings every node back within its capacity at any cost, as far as a few thousand sub-problems can.</summary>
    private void MendOverloads()
    {
        for (var left = MostMends; left > 0 && _state.Lack > 0 && !_budget.IsOver; left--)
        {
            _subproblems.Mend(2 + _random.Next(4), 8 + _random.Next(33), 200);
        }

        _best.Offer(_state);
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
        var origins = _state.Problem.OriginTable;
        var next = Draw();
        for (var i = 0; i < _stepsPerRound; i++)
        {
            var replica = next;
            next = Draw();
            _state.FetchRow(next);
            switch (_random.NextBits() & 15)
            {
                case < 4:
                    _rearrange.Step(replica, _threshold);
                    break;
                case < 10:
                    _swap.Step(replica, _threshold);
                    break;
                default:
                    var moved = origins[replica] >= 0 && origins[replica] != _state.NodeOf[replica];
                    if (moved && (_random.NextBits() & 1) != 0)
                    {
                        _returnHome.Step(replica, _threshold);
                    }
                    else
                    {
                        _relocate.Step(replica, _threshold);
                    }

                    break;
            }

            if (_exchange is not null && i % StepsPerExchange == 0)
            {
                _exchange.Run();
            }
        }

        for (var i = 0; _emptyNode is not null && i < _stepsPerRound / 64; i++)
        {
            _emptyNode.Step(_threshold);
        }

        _exchange?.Run();
        _budget.Spend(_stepsPerRound);
        _best.Offer(_state);
        if (_best.Cost <= _bound)
        {
            _budget.End();
        }
    }

    /// <summary>
    /// A random replica, every other one drawn by its size: the large ones decide how good the rest can become. In a descent every other is one on the dearest of a few
    /// random nodes, since most can be saved there.
    /// </summary>
    private int Draw()
    {
        if (_threshold.Temperature == 0 && (_random.NextBits() & 1) != 0)
        {
            var hot = _random.Next(_state.Problem.NodeCount);
            for (var left = HotDraws; left > 1; left--)
            {
                var other = _random.Next(_state.Problem.NodeCount);
                hot = _state.NodeCost(other) > _state.NodeCost(hot) ? other : hot;
            }

            if (_state.CountOn[hot] > 0)
            {
                return _state.ReplicasOn(hot)[_random.Next(_state.CountOn[hot])];
            }
        }

        if ((_random.NextBits() & 1) != 0)
        {
            return _state.Model.BySize.Next(_random);
        }

        return _homeward.DrawReplica() is >= 0 and var away ? away : _random.Next(_state.Problem.ReplicaCount);
    }
}
