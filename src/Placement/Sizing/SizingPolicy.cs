using Placement.Telemetry.Quality;

namespace Placement.Sizing;

/// <summary>How much of a node a replica is planned to take: which point of its usage, with what headroom, on how much of the node.</summary>
public sealed record SizingPolicy
{
    /// <summary>Sizes by requests on the whole node, as a scheduler that trusts requests does; for fleets without telemetry.</summary>
    public static SizingPolicy ByRequest { get; } = new() { UsesTelemetry = false, TargetUtilization = 1 };

    /// <summary>Gets whether measured usage replaces requests.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool UsesTelemetry { get; init; } = true;

    /// <summary>Gets the percentile of CPU usage that is planned for; 100 is the highest sample. Missing slots count as if they had been the highest.</summary>
    /// <value>50 to 100. The default is 95.</value>
    public double CpuPercentile
    {
        get;
        init => field = value is >= 50 and <= 100 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "CpuPercentile must be from 50 to 100.");
    } = 95;

    /// <summary>Gets the share added to the planned CPU usage of a replica.</summary>
    /// <value>0 to 10. The default is 0.15.</value>
    public double CpuHeadroom
    {
        get;
        init => field = value is >= 0 and <= 10 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "CpuHeadroom must be from 0 to 10.");
    } = 0.15;

    /// <summary>Gets the share added to the highest memory usage of a replica. Memory is always planned by its highest sample: a process that lacks CPU is slow, one that lacks memory is killed.</summary>
    /// <value>0 to 10. The default is 0.10.</value>
    public double MemoryMargin
    {
        get;
        init => field = value is >= 0 and <= 10 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "MemoryMargin must be from 0 to 10.");
    } = 0.10;

    /// <summary>Gets the share of a node's CPU and memory that is planned to be used; the rest is left for its system, for bursts and for error.</summary>
    /// <value>Above 0, at most 1. The default is 0.70.</value>
    public double TargetUtilization
    {
        get;
        init => field = value is > 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "TargetUtilization must be above 0 and at most 1.");
    } = 0.70;

    /// <summary>Gets the worst grade of data that releases capacity: below it a demand is never under the request.</summary>
    /// <value>The default is <see cref="DataGrade.C"/>.</value>
    public DataGrade WorstGrade { get; init; } = DataGrade.C;

    /// <summary>Gets what to do below <see cref="WorstGrade"/>.</summary>
    public ThinDataRule ThinData { get; init; }

    /// <summary>Gets the least CPU demand of a replica, in millicores.</summary>
    /// <value>0 to 1,000. The default is 10.</value>
    public long FloorMillicores
    {
        get;
        init => field = value is >= 0 and <= 1000 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "FloorMillicores must be from 0 to 1,000.");
    } = 10;

    /// <summary>Gets the least memory demand of a replica, in bytes.</summary>
    /// <value>0 to 2^30. The default is 16 MiB.</value>
    public long FloorBytes
    {
        get;
        init => field = value is >= 0 and <= 1L << 30 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "FloorBytes must be from 0 to 2^30.");
    } = 16L << 20;

    /// <summary>Gets the part of a node's capacity that may be planned, rounded down.</summary>
    /// <param name="capacity">The capacity, in the unit of its resource. At least 0.</param>
    public long PlanningCapacity(long capacity) => TargetUtilization >= 1 ? capacity : (long)decimal.Floor(capacity * (decimal)TargetUtilization);
}
