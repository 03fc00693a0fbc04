using System.Numerics;
using Placement.Bounds;
using Placement.Construction;
using Placement.Problems;
using Placement.Solving;

namespace Placement.ColumnGeneration;

/// <summary>
/// Column generation over node patterns: a bound by linear programming, plans by filling nodes one by one, by repeated diving and by an integer step on the patterns
/// that a better plan can use, realised under every hard rule. Costs beyond node prices, and rules beyond capacity, eligibility and replicas a node, are
/// relaxed in the bound and honoured in the realisation.
/// </summary>
internal sealed class ColumnGenerationSolver
{
    private const int MaxDivesUnderRules = 20;
    private const int FirstRefills = 20_000;
    private const int Refills = 5_000;
    private const int MaxTightReplicas = 2_000;

    /// <summary>What a dive costs besides its programs and its pricing, so that dives that find nothing end too.</summary>
    private const int DiveWork = 50_000;

    // Steps of the local search in a squeeze: at first, at least for each replica, and at most; and what one step counts as work.
    private const long FirstSqueeze = 1_000_000;
    private const long StepsAReplica = 500;
    private const long LastSqueeze = 16_000_000;
    private const long StepWork = 1_000;
    private const int EarlySqueezes = 8;
    private readonly PlacementProblem _problem;
    private readonly PatternRace _race;
    private readonly PatternSpace _space;
    private readonly ColumnGenerator _generator;
    private readonly PatternMaster _root;
    private readonly PlanRealisation _realisation;
    private readonly NodeCounts _counts;
    private readonly Random _random;
    private readonly CancellationToken _stop;
    private readonly bool _isPlain;

    /// <summary>The cost that a plan must beat. Where rules or other costs raise a realised plan above its patterns, further plans as cheap are worth a try.</summary>
    private long _planCost = long.MaxValue;
    private PatternPlan? _best;

    /// <summary>The cheapest plan of this run, which a squeeze starts from.</summary>
    private Assignment? _placed;

    /// <summary>What whole numbers of nodes cost at least.</summary>
    private long _least;
    private NodeRefilling? _refilling;

    /// <summary>Makes the solver.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="race">What is shared with the other solvers, and the limits.</param>
    /// <param name="meter">Counts the work and ends the run.</param>
    public ColumnGenerationSolver(PlacementProblem problem, PatternRace race, WorkMeter meter)
    {
        _problem = problem;
        _race = race;
        _stop = meter.Stop;
        _isPlain = IsPlain(problem);
        _space = new(problem, meter);
        _generator = new(_space);
        _root = new(_space.Demand, _space.NodeCount, _space.Penalty, race.Seed, meter);
        _realisation = new(_space, new WorkloadRules(problem));
        _counts = new(_space);
        _random = new(race.Seed);
    }

    /// <summary>Runs until the answer is proved, nothing more is to be tried, or the stop.</summary>
    /// <param name="start">An assignment whose nodes seed the patterns, or <see langword="null"/>.</param>
    public void Run(Assignment? start)
    {
        Search(start);
        if (_least > _generator.Bound.Value && _race.Cost() <= _least)
        {
            // It comes without a certificate, so it is used only where it closes the gap.
            _race.OnBound(new()
            {
                Value = _least,
                Argument = BoundArgument.CpSat,
                Explanation = "no whole numbers of nodes of each kind that cost less have room for the demand of each resource and are worth all demand at its best prices",
            });
        }
    }

    /// <summary>Whether a plan's realisation always costs what its patterns cost.</summary>
    public static bool IsPlain(PlacementProblem problem) =>
        problem.CoLocations.Count + problem.DomainLimits.Count + problem.Spreads.Count + problem.Dependencies.Count + problem.CustomRules.Count + problem.Balances.Count + problem.HeadroomLevels.Count == 0
        && Array.TrueForAll(problem.LoadWeightTable, w => w == 0)
        && Array.TrueForAll(problem.OriginTable, o => o < 0);

    private long Floor => Math.Max(_least, _generator.Bound.Value);

    private bool IsOpen => !_stop.IsCancellationRequested && _race.Cost() > Floor;

    private void Search(Assignment? start)
    {
        if (start is not null)
        {
            Seed(start);
            _placed = start;
        }

        for (var early = 1; !_race.IsLeader && early <= EarlySqueezes; early *= 2)
        {
            Squeeze(early - 1); // While the leader looks for the prices of demand, which takes long where hardly two nodes are alike.
        }

        FillNodes();
        _generator.SolveRoot(_root, _race.OnBound, _race.Cost, tight: false, _stop);
        BoundByCounts();
        var rootCount = _generator.Pool.Count;
        for (var dive = 0; IsOpen && (_isPlain || dive < MaxDivesUnderRules); dive++)
        {
            Squeeze(dive);
            if (!IsOpen)
            {
                return;
            }

            _space.Meter.Spend(DiveWork);
            var plan = new PatternDive(_space, _generator, _random).Run(_root.Clone(), Upper, Noise(dive), _stop);
            Offer(plan);
            Keep(rootCount, plan);
            if (dive == 0 && IsOpen && _problem.ReplicaCount <= MaxTightReplicas)
            {
                // The program's end leaves a dive the most slack; for many replicas it is far and changes little.
                _generator.SolveRoot(_root, _race.OnBound, _race.Cost, tight: true, _stop);
                BoundByCounts();
            }

            Refill(dive);
            if (IsOpen && dive is 1 or 8 or 32 or 100)
            {
                IntegerStep(dive);
            }

            rootCount = _generator.Pool.Count;
        }
    }

    private static double Noise(int dive) => dive == 0 ? 0 : 0.1 + (0.15 * (dive % 5));

    private long Upper() => Math.Min(_race.Cost(), _planCost == long.MaxValue ? long.MaxValue : _planCost + (_isPlain ? 0 : 1));

    private void Offer(PatternPlan? plan)
    {
        if (plan is not null)
        {
            var placed = _realisation.Realise(plan, _stop);
            if (plan.Cost < _planCost)
            {
                (_best, _placed, _planCost) = (plan, placed, plan.Cost);
            }

            _race.Offer(placed);
        }
    }

    private void Refill(int dive)
    {
        if (_isPlain && IsOpen && _best is not null && _refilling is not null)
        {
            Offer(_refilling.Run(_best, Upper(), dive == 0 ? FirstRefills : Refills, _stop));
        }
    }

    /// <summary>Searches for plans on nodes that cost less than the best plan's: an eighth of the gap to the bound less, more after a find, less after none; with more steps the more dives found none.</summary>
    private void Squeeze(int dive)
    {
        if (!_isPlain || !BitOperations.IsPow2(dive + 1))
        {
            return;
        }

        var steps = Math.Min(LastSqueeze, Math.Max(FirstSqueeze, StepsAReplica * _problem.ReplicaCount) << Math.Min(dive, 10));
        for (var down = Gap() / 8; IsOpen && _placed is { } placed;)
        {
            var most = Upper() - ((1 + Math.Min(down, Gap())) * _space.Step);
            if (_counts.Below(_generator.BestWorths, most, _stop) is { } counts && Fits(counts, placed, steps) is { } found)
            {
                (_placed, _planCost) = (found, Math.Min(_planCost, most));
                _race.Offer(found);
                down = Math.Min((2 * down) + 1, Gap() / 2);
            }
            else if (down == 0)
            {
                return;
            }
            else
            {
                down /= 4;
            }
        }
    }

    /// <summary>The steps of cost between the next better plan and the bound.</summary>
    private long Gap() => Math.Max(0, ((Upper() - Floor) / _space.Step) - 1);

    private Assignment? Fits(int[] counts, Assignment placed, long steps)
    {
        if (_race.Remaining() is not { Ticks: > 0 } left)
        {
            return null;
        }

        _space.Meter.Spend(steps * StepWork);
        var options = new SolveOptions { Threads = 1, Seed = _random.Next(), WorkLimit = steps, TimeLimit = left };
        return OverloadSearch.Run(_problem, Nodes(counts, placed), placed, options, _stop);
    }

    /// <summary>So many nodes of each class; those that the plan fills most stay.</summary>
    private int[] Nodes(int[] counts, Assignment placed)
    {
        var filled = placed.Nodes.ToArray().CountBy(n => n).ToDictionary();
        return [.. counts.SelectMany((count, k) => _space.Nodes.Members[k].OrderByDescending(n => filled.GetValueOrDefault(n)).Take(count))];
    }

    private void BoundByCounts()
    {
        if (IsOpen && _space.Nodes.Count > 1)
        {
            _least = Math.Max(_least, _counts.Least(_generator.BestWorths, _stop));
        }
    }

    private void FillNodes()
    {
        if (AssignmentRelaxation.Solve(_space, _space.Demand, _space.NodeCount, whole: false) is not { } relaxation)
        {
            return;
        }

        _refilling = new(_space, relaxation.GroupWorth, _random);
        _generator.Centre(relaxation, _root, _race.OnBound, _stop);
        if (IsOpen && new SequentialFilling(_space, _random).Run(relaxation, _stop) is { } filled)
        {
            foreach (var (pattern, _) in filled.Parts)
            {
                _generator.Add(_root, pattern);
            }

            Offer(filled);
        }
    }

    /// <summary>Chooses among all patterns that a better plan can use, which proves the answer when there is none; where they are too many, among those generated.</summary>
    private void IntegerStep(int dive)
    {
        var (most, seconds) = dive < 8 ? (4_000, 4) : dive < 32 ? (12_000, 10) : (40_000, 30);
        if (!_race.IsLeader)
        {
            return;
        }

        if (!IsOpen || _generator.BestWorths is not { } worths)
        {
            return;
        }

        var upper = Upper();
        var all = PatternList.Below(_space, worths, upper, most, 2_000L * most, _stop);
        if (all is null && _generator.Pool.Count > most)
        {
            return;
        }

        var limit = _space.Meter.IsLimited ? _race.Remaining() : TimeSpan.FromSeconds(Math.Min(_race.Remaining().TotalSeconds / 3, seconds));
        var plan = PatternIntegerStep.Solve(_space, all ?? _generator.Pool, upper, limit, Math.Min(_space.Meter.Left / 3, 1000L * seconds), _race.Threads, _race.Seed, out var impossible, _stop);
        Offer(plan);
        if (impossible && all is not null)
        {
            _race.OnBound(new()
            {
                Value = ((upper - 1) / _space.Step * _space.Step) + _space.Step,
                Argument = BoundArgument.CpSat,
                Explanation = $"a cheaper plan could use {all.Count} sets of replicas only, by the prices of demand from column generation, and no choice of them covers the demand",
            });
        }
    }

    private void Seed(Assignment start)
    {
        var byNode = new Dictionary<int, Dictionary<int, int>>();
        for (var p = 0; p < start.ReplicaCount; p++)
        {
            if (start[p] >= 0)
            {
                if (!byNode.TryGetValue(start[p], out var counts))
                {
                    byNode.Add(start[p], counts = []);
                }

                System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(counts, _space.Groups.GroupOf[p], out _)++;
            }
        }

        foreach (var (node, counts) in byNode.OrderBy(n => n.Key))
        {
            _generator.Add(_root, new(_space.Nodes.ClassOf[node], [.. counts.Select(c => new PatternPart(c.Key, c.Value))]));
        }
    }

    /// <summary>Keeps the patterns of a plan that a dive found and forgets its other columns, so that the pool does not grow without end.</summary>
    private void Keep(int rootCount, PatternPlan? plan)
    {
        _generator.Truncate(rootCount);
        foreach (var (pattern, _) in plan?.Parts ?? [])
        {
            _generator.Add(_root, pattern);
        }
    }
}
