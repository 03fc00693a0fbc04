using System.Collections.Concurrent;
using Placement.Benchmarks.PlanetLab;

namespace Placement.Benchmarks.Tests.PlanetLab;

/// <summary>Each run of a real day is made once for all tests.</summary>
internal static class Runs
{
    private static readonly ConcurrentDictionary<(string Day, string Setup, string Policy), Lazy<RunOutcome>> Done = new();

    public static RunOutcome Of(string day, ExperimentSetup setup, string policy) => Done.GetOrAdd(
        (day, setup.Name, policy),
        _ => new(() => Simulation.Run(TraceDays.Real(day), setup, PlanetLabBenchmark.Policy(policy, setup)))).Value;
}
