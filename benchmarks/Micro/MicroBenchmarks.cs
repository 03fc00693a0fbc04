using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Placement.Benchmarks.Roadef;
using Placement.Bounds;
using Placement.ConstraintModels;
using Placement.Problems;

namespace Placement.Benchmarks.Micro;

/// <summary>One round of the search loop, one evaluation of the load and balance bound, one build of an exact model of a million literals.</summary>
[MemoryDiagnoser]
public class MicroBenchmarks
{
    private HotLoop? _loop;
    private PlacementProblem? _bound;
    private PlacementProblem? _model;

    /// <summary>Gets the configuration: in process, since the analysed projects take too long to build again.</summary>
    public static IConfig Configuration => DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));

    /// <summary>A problem at the shape of the challenge's b_1: 100 machines, 5,000 processes, 12 resources.</summary>
    public static PlacementProblem B1Shape() => PlacementProblem.Create(RoadefFleet.Make(100, 5_000, 12, 1));

    /// <summary>A problem of a million pairs of replica and node.</summary>
    public static PlacementProblem ModelProblem() => PlacementProblem.Create(RoadefFleet.Make(200, 5_000, 4, 1) with { Dependencies = [], Spreads = [] });

    /// <summary>Makes the problems.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _bound = B1Shape();
        _loop = new HotLoop(_bound, seed: 1);
        _model = ModelProblem();
    }

    /// <summary>4,096 steps of relocations and swaps.</summary>
    [Benchmark(Baseline = true)]
    public long SearchRound()
    {
        _loop!.Round();
        return _loop.Counts.Priced;
    }

    /// <summary>16,384 moves with room, priced whole.</summary>
    [Benchmark]
    public long PriceMoves() => _loop!.Price().Cost;

    /// <summary>The bound by load and balance sums.</summary>
    [Benchmark]
    public long BoundEvaluation() => LoadBalanceBound.Compute(_bound!);

    /// <summary>The exact model of 1e6 literals.</summary>
    [Benchmark]
    public object ModelBuild() => new AssignmentModel(_model!);
}
