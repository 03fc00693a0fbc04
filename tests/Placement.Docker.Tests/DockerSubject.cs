using Docker.DotNet.Models;
using Placement.Scheduling;
using Placement.Testing;
using ServiceSpec = Placement.Scheduling.ServiceSpec;

namespace Placement.Docker.Tests;

/// <summary>The Docker launcher under the conformance kit, on a real engine.</summary>
internal sealed class DockerSubject(EngineFleet engines) : LauncherSubject, IDisposable
{
    private readonly List<DockerFleet> _fleets = [];

    public override string NodeId => "node-1";

    public override TimeSpan Patience => TimeSpan.FromMinutes(2);

    public override IWorkloadLauncher Connect()
    {
        var fleet = engines.Connect(new DockerOptions { NetworkMode = "none", Pull = PullPolicy.Never, CallTimeout = Patience });
        _fleets.Add(fleet);
        return new DockerLauncher(fleet);
    }

    public override ServiceSpec? Spec(TestProgram program) => new()
    {
        Name = "web",
        Image = EngineFleet.Image,
        Command = program switch
        {
            TestProgram.Ends => ["/bin/sh", "-c", "exit $CODE"],
            TestProgram.Stubborn => ["/bin/sh", "-c", "trap '' TERM; while true; do sleep 1; done"],
            TestProgram.OutOfMemory => ["/bin/sh", "-c", "exec dd if=/dev/zero of=/dev/null bs=64M"],
            TestProgram.Absent => ["/nowhere/absent"],
            _ => ["/bin/sh", "-c", "trap 'exit 0' TERM; while true; do sleep 0.1; done"], // the first process of a container has no default for TERM
        },
        CpuMillicores = 200,
        MemoryBytes = 16 << 20,
    };

    public override async Task<int> CountRunningAsync(string owner, string replicaId, CancellationToken cancellationToken) =>
        (await FindAsync(owner, replicaId, cancellationToken)).Count;

    public override async Task KillAsync(string owner, string replicaId, CancellationToken cancellationToken)
    {
        using var client = engines.Client(1);
        await client.Containers.KillContainerAsync((await FindAsync(owner, replicaId, cancellationToken)).Single().ID, new ContainerKillParameters(), cancellationToken);
    }

    /// <summary>A container with some of the marks of a replica, but not all.</summary>
    public override async Task<Func<Task<bool>>?> StartForeignAsync(string owner, string replicaId, CancellationToken cancellationToken)
    {
        using var client = engines.Client(1);
        var foreign = await client.Containers.CreateContainerAsync(
            new CreateContainerParameters
            {
                Image = EngineFleet.Image,
                Labels = new Dictionary<string, string> { [OwnershipLabels.Owner] = owner, [OwnershipLabels.Replica] = replicaId },
                HostConfig = new HostConfig { NetworkMode = "none" },
            },
            cancellationToken);
        await client.Containers.StartContainerAsync(foreign.ID, new ContainerStartParameters(), cancellationToken);
        return async () =>
        {
            using var later = engines.Client(1);
            var untouched = (await later.Containers.InspectContainerAsync(foreign.ID, cancellationToken)).State!.Running;
            await later.Containers.RemoveContainerAsync(foreign.ID, new ContainerRemoveParameters { Force = true }, cancellationToken);
            return untouched;
        };
    }

    public void Dispose() => _fleets.ForEach(f => f.Dispose());

    private async Task<IList<ContainerListResponse>> FindAsync(string owner, string replicaId, CancellationToken cancellationToken)
    {
        using var client = engines.Client(1);
        return await client.Containers.ListContainersAsync(
            new ContainersListParameters
            {
                Filters = new Dictionary<string, IDictionary<string, bool>>
                {
                    ["label"] = new Dictionary<string, bool> { [$"{OwnershipLabels.Owner}={owner}"] = true, [$"{OwnershipLabels.Replica}={replicaId}"] = true },
                    ["status"] = new Dictionary<string, bool> { ["running"] = true },
                },
            },
            cancellationToken);
    }
}
