using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Placement.Scheduling;

namespace Placement.Docker;

/// <summary>Makes Docker engines the nodes of a host's scheduler.</summary>
public static class DockerServiceCollectionExtensions
{
    /// <summary>Adds a <see cref="DockerFleet"/> with its launcher and node observer.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="engines">The engines; at least one, each with a node id of its own.</param>
    /// <param name="options">How to use them; <see langword="null"/> means the defaults.</param>
    /// <returns>The same services.</returns>
    /// <exception cref="ArgumentException">No engine, or two with one node id.</exception>
    public static IServiceCollection AddDockerFleet(this IServiceCollection services, IReadOnlyList<DockerEngine> engines, DockerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(TimeProvider.System);
        var fleet = new DockerFleet(engines, options);
        services.AddSingleton(_ => fleet); // by a factory, so that the host disposes it
        services.AddSingleton<IWorkloadLauncher, DockerLauncher>();
        services.AddSingleton<INodeObserver, DockerNodeObserver>();
        return services;
    }
}
