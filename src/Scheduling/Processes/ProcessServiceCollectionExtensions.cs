using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Placement.Scheduling;

/// <summary>Makes this machine the node of a host's scheduler.</summary>
public static class ProcessServiceCollectionExtensions
{
    /// <summary>Adds a <see cref="ProcessLauncher"/> and a <see cref="LocalNodeObserver"/>.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="options">Where and how; <see langword="null"/> means the defaults.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddLocalProcesses(this IServiceCollection services, ProcessOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        options ??= new ProcessOptions();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IWorkloadLauncher>(provider => new ProcessLauncher(options, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<INodeObserver>(provider => new LocalNodeObserver(options, provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
