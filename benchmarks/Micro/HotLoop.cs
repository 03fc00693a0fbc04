using System.Diagnostics;
using Placement.Problems;
using Placement.Search;
using Placement.Solving;

namespace Placement.Benchmarks.Micro;

/// <summary>The real loop of the local search on one thread, with the search's own counters.</summary>
internal sealed class HotLoop
{
    private const int MostMoves = 1 << 14;
    private const int MostDraws = 1 << 24;

    private readonly SearchWorker _worker;
    private readonly List<(int Replica, int Node)> _withRoom = new(MostMoves);

    /// <summary>Warms up the search on a problem.</summary>
    /// <param name="problem">The problem, feasible at its start or soon.</param>
    /// <param name="seed">Where the search goes: how many candidates have room differs from one assignment to the next.</param>
    /// <exception cref="InvalidDataException">No replica has room on another node.</exception>
    public HotLoop(PlacementProblem problem, int seed)
    {
        var options = new SolveOptions { Threads = 1, Seed = seed, TimeLimit = TimeSpan.FromHours(1) };
        var clock = Stopwatch.StartNew();
        _worker = new SearchWorker(new SearchModel(problem), problem.Start(), new SearchBudget(options, clock, CancellationToken.None), new SharedBest(options, clock, "micro"), 0, options.Seed, 0, 1, false);
        // Into the state of a search under way, and out of the unoptimised code.
        for (var i = 0; i < 60; i++)
        {
            Round();
        }

        var (state, random) = (_worker.State, new Random(1));
        for (var left = MostDraws; left > 0 && _withRoom.Count < MostMoves; left--)
        {
            var (replica, node) = (random.Next(problem.ReplicaCount), random.Next(problem.NodeCount));
            if (node != state.NodeOf[replica] && state.HasRoom(replica, node) && state.IsPermitted(replica, node))
            {
                _withRoom.Add((replica, node));
            }
        }

        if (_withRoom.Count == 0)
        {
            throw new InvalidDataException($"None of {MostDraws:N0} random moves has room: there is nothing to measure in this instance.");
        }
    }

    /// <summary>Gets the candidates tested, priced and applied so far.</summary>
    public SearchCounts Counts => _worker.Counts;

    /// <summary>One round of steps between two looks at the clock.</summary>
    public void Round() => _worker.Round(temperature: 1_000);

    /// <summary>Prices moves to other nodes whole, all rules among them: random ones for which there was room before the first measured round.</summary>
    /// <returns>How many, and their costs added up.</returns>
    public (int Moves, long Cost) Price()
    {
        var cost = 0L;
        foreach (var (replica, node) in _withRoom)
        {
            cost += _worker.State.Price(replica, node).Cost;
        }

        return (_withRoom.Count, cost);
    }
}
