using Placement.Testing;

namespace Placement.Scheduling.Tests.Launchers;

/// <summary>The fake launcher under the conformance kit; a broken one through <paramref name="breaks"/>.</summary>
internal sealed class FakeSubject(Func<FakeLauncher, FakeFleet, IWorkloadLauncher>? breaks = null) : LauncherSubject
{
    private readonly FakeFleet _fleet = OneNode();

    public override string NodeId => "node-1";

    public override TimeSpan Patience => breaks is null ? base.Patience : TimeSpan.FromMilliseconds(300);

    public override IWorkloadLauncher Connect()
    {
        var launcher = new FakeLauncher(_fleet);
        return breaks?.Invoke(launcher, _fleet) ?? launcher;
    }

    public override ServiceSpec? Spec(TestProgram program) => new()
    {
        Name = "web",
        Command = program switch
        {
            TestProgram.Ends => ["exit"],
            TestProgram.Stubborn => ["stubborn"],
            TestProgram.OutOfMemory => ["out-of-memory"],
            TestProgram.Absent => ["absent"],
            _ => ["run"],
        },
        Ports = [80],
        CpuMillicores = 100,
        MemoryBytes = 1 << 20,
    };

    public override Task<int> CountRunningAsync(string owner, string replicaId, CancellationToken cancellationToken) =>
        Task.FromResult(_fleet.Node(NodeId).Containers.Values.Count(c => c.State == ReplicaState.Running && (c.Name == $"{owner}/{replicaId}" || c.Name.StartsWith($"{owner}/{replicaId}~", StringComparison.Ordinal))));

    public override Task KillAsync(string owner, string replicaId, CancellationToken cancellationToken)
    {
        Assert.True(_fleet.Exit(NodeId, $"{owner}/{replicaId}", 137, ExitReason.Killed));
        return Task.CompletedTask;
    }

    public override Task<Func<Task<bool>>?> StartForeignAsync(string owner, string replicaId, CancellationToken cancellationToken)
    {
        var name = $"foreign-{owner}/{replicaId}";
        _fleet.AddForeign(NodeId, name);
        return Task.FromResult<Func<Task<bool>>?>(() => Task.FromResult(_fleet.Node(NodeId).Containers.GetValueOrDefault(name) is { State: ReplicaState.Running }));
    }

    private static FakeFleet OneNode()
    {
        var fleet = new FakeFleet();
        fleet.AddNode(new NodeReport { NodeId = "node-1", CpuMillicores = 8_000, MemoryBytes = 1L << 34 });
        return fleet;
    }
}
