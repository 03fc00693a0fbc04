namespace Placement.Benchmarks.Tests.PlanetLab;

public sealed class PublishedPoliciesOnThirdDayTests : PublishedPolicyCase
{
    [Theory]
    [InlineData("compatible", "dvfs", 708.68, 0)]
    [InlineData("compatible", "thr", 100.58, 25713)]
    [InlineData("compatible", "iqr", 101.32, 26548)]
    [InlineData("compatible", "mad", 98.78, 25164)]
    [InlineData("compatible", "lr", 98.40, 17426)]
    [InlineData("clean", "dvfs", 931.85, 0)]
    [InlineData("clean", "thr", 242.84, 42119)]
    [InlineData("clean", "iqr", 248.14, 43423)]
    [InlineData("clean", "mad", 241.32, 42339)]
    [InlineData("clean", "lr", 213.32, 46676)]
    [InlineData("clean-memory", "dvfs", 931.85, 0)]
    [InlineData("clean-memory", "thr", 878.61, 571)]
    [InlineData("clean-memory", "iqr", 875.07, 583)]
    [InlineData("clean-memory", "mad", 876.46, 577)]
    [InlineData("clean-memory", "lr", 878.61, 571)]
    public void Energy_and_migrations_equal_the_reference(string setup, string policy, double energyKwh, int migrations) =>
        Equal("20110309", setup, policy, energyKwh, migrations);
}
