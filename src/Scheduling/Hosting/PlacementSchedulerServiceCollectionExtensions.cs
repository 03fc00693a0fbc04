using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Placement.Scheduling.Hosting;

namespace Placement.Scheduling;

/// <summary>Puts a scheduler into a generic host.</summary>
public static class PlacementSchedulerServiceCollectionExtensions
{
    /// <summary>Adds a <see cref="Scheduler"/> that runs as long as the host does. When the host stops, replicas keep running and the lead is given back.</summary>
    /// <param name="services">The host's services. An <see cref="IWorkloadLauncher"/>, an <see cref="INodeObserver"/> and an <see cref="IStateStore"/> must be among them when the host is
    /// built; every <see cref="INodeFilter"/>, <see cref="INodeScorer"/>, an <see cref="IReplicaProber"/>, an <see cref="IUsageSource"/> and a <see cref="TimeProvider"/> are taken if they are there.</param>
    /// <param name="options">How the scheduler behaves; <see langword="null"/> means the defaults. The record refuses values out of range when it is made.</param>
    /// <returns>The same services.</returns>
    /// <remarks>Also adds a health check named <c>placement</c>, logs every event, and measures under the meter and activity source <c>Placement.Scheduling</c>.</remarks>
    public static IServiceCollection AddPlacementScheduler(this IServiceCollection services, SchedulerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<SchedulerMeter>();
        services.AddSingleton(provider => new Scheduler(options ?? new SchedulerOptions(), new SchedulerParts
        {
            Store = Required<IStateStore>(provider, "keeps what was decided"),
            Launcher = new MeasuredLauncher(Required<IWorkloadLauncher>(provider, "starts and stops replicas"), provider.GetRequiredService<SchedulerMeter>()),
            Observer = Required<INodeObserver>(provider, "reports the nodes"),
            Prober = provider.GetService<IReplicaProber>(),
            Filters = [.. provider.GetServices<INodeFilter>()],
            Scorers = [.. provider.GetServices<INodeScorer>()],
            Usage = provider.GetService<IUsageSource>(),
            Time = provider.GetRequiredService<TimeProvider>(),
        }));
        services.AddHostedService<SchedulerHostedService>();
        services.AddHealthChecks().AddCheck<SchedulerHealthCheck>("placement");
        return services;
    }

    private static T Required<T>(IServiceProvider provider, string role)
        where T : notnull =>
        provider.GetService<T>() ?? throw new InvalidOperationException($"The scheduler needs a service that {role}: add an {typeof(T).Name} before the host is built.");
}
