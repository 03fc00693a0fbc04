using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Placement.Scheduling.Hosting;

/// <summary>Healthy while it leads or waits for the lead without a fault; degraded with the last fault otherwise.</summary>
internal sealed class SchedulerHealthCheck(Scheduler scheduler) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(scheduler.LastFault is { } fault
            ? HealthCheckResult.Degraded(fault)
            : HealthCheckResult.Healthy(scheduler.IsLeading ? "leads" : "waits for the lead"));
}
