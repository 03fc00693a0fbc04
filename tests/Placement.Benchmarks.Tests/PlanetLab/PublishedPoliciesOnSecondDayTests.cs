namespace Placement.Benchmarks.Tests.PlanetLab;

public sealed class PublishedPoliciesOnSecondDayTests : PublishedPolicyCase
{
    [Theory]
    [InlineData("compatible", "dvfs", 623.77, 0)]
    [InlineData("compatible", "thr", 89.42, 21339)]
    [InlineData("compatible", "iqr", 87.72, 20710)]
    [InlineData("compatible", "mad", 85.54, 19393)]
    [InlineData("compatible", "lr", 87.29, 13790)]
    [InlineData("clean", "dvfs", 791.57, 0)]
    [InlineData("clean", "thr", 206.52, 34671)]
    [InlineData("clean", "iqr", 204.44, 34308)]
    [InlineData("clean", "mad", 200.23, 34504)]
    [InlineData("clean", "lr", 179.40, 37369)]
    [InlineData("clean-memory", "dvfs", 791.57, 0)]
    [InlineData("clean-memory", "thr", 751.78, 550)]
    [InlineData("clean-memory", "iqr", 751.78, 553)]
    [InlineData("clean-memory", "mad", 751.78, 553)]
    [InlineData("clean-memory", "lr", 751.78, 553)]
    public void Energy_and_migrations_equal_the_reference(string setup, string policy, double energyKwh, int migrations) =>
        Equal("20110306", setup, policy, energyKwh, migrations);
}
