using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
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

    /// <summary>Lets measured use of the containers count in place of requests, and keeps new replicas off engines that are really full; after <see cref="AddDockerFleet"/>.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="options">How to measure; <see langword="null"/> means the defaults.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddDockerUsage(this IServiceCollection services, DockerUsageOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddSingleton<IUsageSource>(provider => new DockerUsageSource(
            provider.GetRequiredService<DockerFleet>(), options, provider.GetRequiredService<TimeProvider>(), provider.GetService<ILogger<DockerUsageSource>>()));
        return services;
    }
}
