using Placement.Scheduling.Core;
using Placement.Testing.Simulations;

namespace Placement.Testing;

/// <summary>Runs the whole scheduler core through one schedule of operations and faults under virtual time, and judges the invariants after every event.</summary>
/// <remarks>
/// <para>Faults: nodes cut off and powered off, replicas that end, a launcher that is slow, refuses, or does half its work, notices that come late, twice or not at all,
/// store errors before and after the write, crashes between any two steps, leaders paused and overtaken, jumps of both clocks.</para>
/// <para>Invariants: what acts is durable; no incarnation starts twice; no replica is forgotten while it runs; no more run than a rollout allows; capacity and
/// anti-affinity hold; back-off is exact; what is acknowledged survives; foreign containers stay untouched; a calm world settles.</para>
/// </remarks>
public static class Simulator
{
    /// <summary>Runs one schedule.</summary>
    /// <param name="options">The schedule.</param>
    /// <returns>What came of it; a violation is a result, not an exception.</returns>
    public static SimulationResult Run(SimulationOptions options) => Run(options, CoreFaults.None);

    internal static SimulationResult Run(SimulationOptions options, CoreFaults faults)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var simulation = new Simulation(options, faults);
        return simulation.Run();
    }
}
