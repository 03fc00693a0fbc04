using Placement.Benchmarks.PlanetLab;

namespace Placement.Benchmarks.Tests.PlanetLab;

public sealed class OurPolicyTests
{
    private static readonly string[] Published = ["thr", "iqr", "mad", "lr", "lrr"];

    [Theory]
    [InlineData("20110303")]
    [InlineData("20110306")]
    [InlineData("20110309")]
    public void A_third_of_the_ESV_half_of_the_migrations_and_no_more_energy_than_any_published_policy(string name)
    {
        foreach (var setup in ExperimentSetup.All)
        {
            var ours = Runs.Of(name, setup, "ours");
            var theirs = Published.Select(policy => Runs.Of(name, setup, policy)).ToList();

            Assert.True(ours.Esv <= theirs.Min(run => run.Esv) / 3, $"{setup.Name}: ESV {ours.Esv} against {theirs.Min(run => run.Esv)}");
            Assert.True(ours.EnergyKwh <= theirs.Min(run => run.EnergyKwh), $"{setup.Name}: energy {ours.EnergyKwh}");
            Assert.True(ours.Migrations <= theirs.Min(run => run.Migrations) / 2, $"{setup.Name}: migrations {ours.Migrations}");
        }
    }

    [Fact]
    public void Two_runs_give_the_same_figures()
    {
        var day = TraceDays.Made(200, seed: 3);

        var first = Simulation.Run(day, ExperimentSetup.Clean, PlanetLabBenchmark.Policy("ours", ExperimentSetup.Clean));
        var second = Simulation.Run(day, ExperimentSetup.Clean, PlanetLabBenchmark.Policy("ours", ExperimentSetup.Clean));

        Assert.Equal(first, second);
    }

    [Fact]
    public void A_smaller_risk_costs_energy_and_saves_overload()
    {
        var day = TraceDays.Made(300, seed: 5);

        var bold = Simulation.Run(day, ExperimentSetup.Clean, PlanetLabBenchmark.Policy("ours", ExperimentSetup.Clean, risk: 0.3));
        var careful = Simulation.Run(day, ExperimentSetup.Clean, PlanetLabBenchmark.Policy("ours", ExperimentSetup.Clean, risk: 0.001));

        Assert.True(careful.EnergyKwh > bold.EnergyKwh);
        Assert.True(careful.GenuineSlatah < bold.GenuineSlatah, $"{careful.GenuineSlatah} against {bold.GenuineSlatah}");
    }

    [Fact]
    public void No_run_uses_less_energy_than_the_physical_bound()
    {
        var day = TraceDays.Made(300, seed: 7);
        foreach (var setup in ExperimentSetup.All)
        {
            var run = Simulation.Run(day, setup, PlanetLabBenchmark.Policy("ours", setup));
            Assert.True(run.EnergyKwh > run.BoundKwh * (1 - run.UnservedShare));
        }
    }
}
