using Placement.Scheduling;
using Placement.Testing;

namespace CustomLauncher;

/// <summary>What the conformance kit must know of the world behind the launcher.</summary>
internal sealed class EngineSubject : LauncherSubject
{
    private readonly Engine _engine = new();

    public override string NodeId => Engine.Node;

    public override IWorkloadLauncher Connect() => new EngineLauncher(_engine);

    public override ServiceSpec? Spec(TestProgram program) => program == TestProgram.OutOfMemory ? null : new ServiceSpec
    {
        Name = "web",
        Command = [program switch { TestProgram.Ends => "exit", TestProgram.Stubborn => "stubborn", TestProgram.Absent => "absent", _ => "run" }],
        CpuMillicores = 100,
        MemoryBytes = 1 << 20,
    };

    public override Task<int> CountRunningAsync(string owner, string replicaId, CancellationToken cancellationToken) =>
        Task.FromResult(_engine.Jobs.Count(j => j.ExitCode is null && j.Name.StartsWith($"{owner}/{replicaId}/", StringComparison.Ordinal)));

    public override Task KillAsync(string owner, string replicaId, CancellationToken cancellationToken)
    {
        var job = _engine.Jobs.Single(j => j.Name.StartsWith($"{owner}/{replicaId}/", StringComparison.Ordinal));
        job.Killed = true;
        job.ExitCode = 137;
        return Task.CompletedTask;
    }

    public override Task<Func<Task<bool>>?> StartForeignAsync(string owner, string replicaId, CancellationToken cancellationToken)
    {
        // It has a look of ours and some of our marks, but not all.
        var foreign = _engine.RunOrFind($"{owner}/{replicaId}/99", new Dictionary<string, string> { [OwnershipLabels.Owner] = owner, [OwnershipLabels.Replica] = replicaId }, null);
        return Task.FromResult<Func<Task<bool>>?>(() => Task.FromResult(foreign.ExitCode is null && _engine.Jobs.Contains(foreign)));
    }
}
