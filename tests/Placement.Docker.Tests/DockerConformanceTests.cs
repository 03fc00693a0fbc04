using Placement.Testing;

namespace Placement.Docker.Tests;

[Collection("engines")]
public sealed class DockerConformanceTests(EngineFleet engines) : IClassFixture<EngineFleet>
{
    public static TheoryData<string> Names => [.. LauncherConformance.Checks.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_docker_launcher_passes(string name)
    {
        Assert.SkipWhen(engines.Absent is not null, engines.Absent ?? "");
        using var subject = new DockerSubject(engines);
        Assert.True(await LauncherConformance.Checks.Single(c => c.Name == name).RunAsync(subject, TestContext.Current.CancellationToken));
    }
}
