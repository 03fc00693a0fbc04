using System.Globalization;
using Docker.DotNet.Models;
using Placement.Scheduling;

namespace Placement.Docker;

/// <summary>What a start asks of an engine.</summary>
internal static class ContainerShape
{
    // The engine refuses less than this.
    private const long LeastMemoryBytes = 6L << 20;

    /// <summary>One name an incarnation, so that the engine refuses a second container for it.</summary>
    public static string Name(ReplicaIdentity identity) => string.Create(CultureInfo.InvariantCulture, $"{identity.Owner}_{identity.ReplicaId}_{identity.Attempt}");

    public static CreateContainerParameters Of(LaunchRequest request, DockerOptions options)
    {
        var spec = request.Spec;
        var publishes = options.NetworkMode is not ("host" or "none");
        return new CreateContainerParameters
        {
            Name = Name(request.Identity),
            Image = spec.Image!,
            Cmd = spec.Command.Count == 0 ? null! : [.. spec.Command], // null keeps the command of the image
            Env = [.. spec.Environment.Select(e => $"{e.Key}={e.Value}").Order(StringComparer.Ordinal)],
            Labels = OwnershipLabels.Of(request).ToDictionary(),
            ExposedPorts = spec.Ports.ToDictionary(Tcp, _ => default(EmptyStruct)),
            HostConfig = new HostConfig
            {
                NetworkMode = options.NetworkMode,
                NanoCPUs = spec.CpuMillicores * 1_000_000,
                Memory = spec.MemoryBytes == 0 ? 0 : Math.Max(LeastMemoryBytes, spec.MemoryBytes),
                MemorySwap = spec.MemoryBytes == 0 ? 0 : Math.Max(LeastMemoryBytes, spec.MemoryBytes),
                // Restarts are the scheduler's: an engine that restarts by itself would run what another node has taken over.
                RestartPolicy = new global::Docker.DotNet.Models.RestartPolicy { Name = RestartPolicyKind.No },
                PortBindings = publishes ? spec.Ports.ToDictionary(Tcp, _ => (IList<PortBinding>)[new PortBinding { HostPort = "" }]) : new Dictionary<string, IList<PortBinding>>(),
            },
        };
    }

    private static string Tcp(int port) => string.Create(CultureInfo.InvariantCulture, $"{port}/tcp");
}
