using System.Text.Json.Serialization;
using Placement.Model;

namespace Placement.Plans;

/// <summary>What holds while a plan runs: how many steps at once, and how fast a replica moves.</summary>
public sealed record MigrationLimits
{
    /// <summary>Gets the most replicas of one workload that may be down or moving at once, where the workload does not say so itself.</summary>
    /// <value>At least 1. The default is 1.</value>
    public int MaxMovingPerWorkload
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "MaxMovingPerWorkload must be at least 1.");
    } = 1;

    /// <summary>Gets the most steps of one wave that start or stop a copy on the same node.</summary>
    /// <value>At least 1. The default is 4.</value>
    public int MaxStepsPerNode
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "MaxStepsPerNode must be at least 1.");
    } = 4;

    /// <summary>Gets the most steps of one wave.</summary>
    /// <value>At least 1. The default is 256.</value>
    public int MaxStepsPerWave
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "MaxStepsPerWave must be at least 1.");
    } = 256;

    /// <summary>Gets how many units of the moved resource a node sends or receives a second, shared by the steps of a wave.</summary>
    /// <value>At least 1. The default is 125,000,000: one gigabit a second when the resource is memory in bytes.</value>
    public long UnitsPerSecond
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "UnitsPerSecond must be at least 1.");
    } = 125_000_000;

    /// <summary>Gets the time from the start of a copy until it serves, in milliseconds, added once to each wave that starts a copy.</summary>
    /// <value>At least 0. The default is 10,000.</value>
    public long StartMilliseconds
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "StartMilliseconds must be at least 0.");
    } = 10_000;

    /// <summary>Gets the index of the resource that is carried over in a move; its largest demand over the slots is what a move transfers.</summary>
    /// <value>At least 0; beyond the last resource, moves carry nothing. The default is 1: memory, where the resources are CPU and memory.</value>
    public int MovedResource
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "MovedResource must be at least 0.");
    } = 1;

    /// <summary>Gets the disruption budget of each workload by index; an entry of 0, or a missing one, means <see cref="MaxMovingPerWorkload"/>.</summary>
    [JsonIgnore]
    public IReadOnlyList<int> WorkloadBudgets { get; init; } = [];

    /// <summary>Gets by workload index whether its replicas may be stopped before they run elsewhere; a missing entry means no.</summary>
    [JsonIgnore]
    public IReadOnlyList<bool> MayStopFirst { get; init; } = [];

    /// <summary>Returns these limits with the budgets and stop rules of a model's workloads.</summary>
    public MigrationLimits For(ClusterModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return this with
        {
            WorkloadBudgets = [.. model.Workloads.Select(w => w.MaxMoving ?? 0)],
            MayStopFirst = [.. model.Workloads.Select(w => w.MayStopFirst)],
        };
    }

    /// <summary>Gets the most replicas of a workload that may be down or moving at once.</summary>
    public int Budget(int workload) => workload < WorkloadBudgets.Count && WorkloadBudgets[workload] > 0 ? WorkloadBudgets[workload] : MaxMovingPerWorkload;

    /// <summary>Gets whether a replica of a workload may be stopped before it runs elsewhere.</summary>
    public bool StopsFirst(int workload) => workload < MayStopFirst.Count && MayStopFirst[workload];
}
