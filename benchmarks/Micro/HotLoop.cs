using System.Diagnostics;
using Placement.Benchmarks.Roadef;
using Placement.Problems;
using Placement.Search;
using Placement.Solving;

namespace Placement.Benchmarks.Micro;

/// <summary>The real loop of the local search at the shape of the challenge's b_1 (100 machines, 5,000 processes, 12 resources), on one thread, with the search's own counters.</summary>
internal sealed class HotLoop
{
    private readonly SearchWorker _worker;

    public HotLoop()
    {
        var problem = PlacementProblem.Create(RoadefFleet.Make(100, 5_000, 12, 1));
        var options = new SolveOptions { Threads = 1, TimeLimit = TimeSpan.FromHours(1) };
        var clock = Stopwatch.StartNew();
        _worker = new SearchWorker(new SearchModel(problem), problem.Start(), new SearchBudget(options, clock, CancellationToken.None), new SharedBest(options, clock, "micro"), 0, options.Seed, 0, false);
        // Into the state of a search under way, and out of the unoptimised code.
        for (var i = 0; i < 60; i++)
        {
            Round();
        }
    }

    /// <summary>Gets the candidates tested, priced and applied so far.</summary>
    public SearchCounts Counts => _worker.Counts;

    /// <summary>One round of steps between two looks at the clock.</summary>
    public void Round() => _worker.Round(temperature: 1_000);
}
