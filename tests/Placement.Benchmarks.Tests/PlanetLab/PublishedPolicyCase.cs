using Placement.Benchmarks.PlanetLab;

namespace Placement.Benchmarks.Tests.PlanetLab;

/// <summary>The port against the figures of the executable specification, which itself reproduces CloudSim's to every printed digit.</summary>
public abstract class PublishedPolicyCase
{
    private protected static void Equal(string day, string setup, string policy, double energyKwh, int migrations)
    {
        var rules = ExperimentSetup.All.Single(candidate => candidate.Name == setup);
        var run = Runs.Of(day, rules, policy);

        Assert.Equal(migrations, run.Migrations);
        Assert.Equal(energyKwh, run.EnergyKwh, 0.005 + 1e-9);
    }
}
