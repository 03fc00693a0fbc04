using Placement.Testing;

namespace Placement.Scheduling.Tests.Simulations;

/// <summary>The background optimiser under faults: whatever it plans, nothing is lost, doubled or put where it does not fit.</summary>
public sealed class PackingTests
{
    [Fact]
    public void Random_plans_break_no_invariant()
    {
        var broken = new List<string>();
        var moves = 0;
        for (var seed = 1; seed <= 150; seed++)
        {
            using var log = new StringWriter();
            var result = Simulator.Run(new SimulationOptions { Seed = seed, Packing = true, Log = log });
            moves += log.ToString().Split('\n').Count(l => l.Contains(" Rebalancing ", StringComparison.Ordinal));
            if (result.Violation is { } violation)
            {
                broken.Add($"seed {seed}: {violation}");
            }
        }

        Assert.Empty(broken);
        Assert.True(moves > 150, $"Only {moves} rounds moved anything: the simulation does not try the optimiser.");
    }
}
