using Placement.Testing;

namespace Placement.Scheduling.Tests.Launchers;

/// <summary>Every check of the kit: passed by our launchers, and failed by a launcher that breaks just its rule.</summary>
public sealed class ConformanceTests(ProcessSubject processes) : IClassFixture<ProcessSubject>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Names => [.. LauncherConformance.Checks.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_fake_launcher_passes(string name) => Assert.True(await Check(name).RunAsync(new FakeSubject(), Token));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_process_launcher_passes(string name)
    {
        var applies = await Check(name).RunAsync(processes, Token);
        Assert.Equal(name != "out-of-memory", applies);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_launcher_that_breaks_the_rule_fails_its_check(string name)
    {
        var fault = await Assert.ThrowsAsync<ConformanceException>(() => Check(name).RunAsync(new FakeSubject(Mutants.All[name]), Token));
        Assert.StartsWith(name, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_stops_at_the_first_broken_rule_and_tells_what_it_left_out()
    {
        var told = new List<string>();
        Assert.Equal(["out-of-memory"], await LauncherConformance.RunAsync(processes, c => told.Add(c.Name), Token));
        Assert.Equal(LauncherConformance.Checks.Select(c => c.Name), told);

        told.Clear();
        await Assert.ThrowsAsync<ConformanceException>(() => LauncherConformance.RunAsync(new FakeSubject(Mutants.All["stop-ends"]), c => told.Add(c.Name), Token));
        Assert.Equal(["start-runs", "stop-ends"], told);
    }

    private static ConformanceCheck Check(string name) => LauncherConformance.Checks.Single(c => c.Name == name);
}
