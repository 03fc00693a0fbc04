namespace Placement.Scheduling;

/// <summary>How the background optimiser packs the fleet: it looks for nodes that can be emptied, and moves replicas a few at a time.</summary>
/// <remarks>A round begins only while nothing is pending, rolled out or drained, and its remaining moves are dropped as soon as a request comes in or something becomes
/// pending: new work goes first. Only replicas of services whose rollout allows a surge are moved: the new copy runs before the old one is stopped.</remarks>
public sealed record OptimiserOptions
{
    /// <summary>Gets the time between two rounds.</summary>
    /// <value>1 s to 1 day; the default is 5 minutes.</value>
    public TimeSpan Interval { get; init => field = Between(value, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)); } = TimeSpan.FromMinutes(5);

    /// <summary>Gets how long no request may have come in before a round begins; a rebalance that was asked for does not wait.</summary>
    /// <value>0 to 1 day; the default is 30 s.</value>
    public TimeSpan QuietTime { get; init => field = Between(value, TimeSpan.Zero, TimeSpan.FromDays(1)); } = TimeSpan.FromSeconds(30);

    /// <summary>Gets how long one solve may take.</summary>
    /// <value>100 ms to 10 minutes; the default is 5 s.</value>
    public TimeSpan TimeLimit { get; init => field = Between(value, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10)); } = TimeSpan.FromSeconds(5);

    /// <summary>Gets how many replicas one round may move.</summary>
    /// <value>1 to 10,000; the default is 20.</value>
    public int MaxMoves { get; init => field = Between(value, 1, 10_000); } = 20;

    /// <summary>Gets how many replicas may be moving at one time; of one service never more than one.</summary>
    /// <value>1 to 1,000; the default is 4.</value>
    public int MaxMoving { get; init => field = Between(value, 1, 1_000); } = 4;

    /// <summary>Gets how many nodes a round must empty to be worth its moves.</summary>
    /// <value>1 to 10,000; the default is 1.</value>
    public int LeastNodesFreed { get; init => field = Between(value, 1, 10_000); } = 1;

    private static int Between(int value, int least, int most) =>
        value >= least && value <= most ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"The number must be from {least} to {most}.");

    private static TimeSpan Between(TimeSpan value, TimeSpan least, TimeSpan most) =>
        value >= least && value <= most ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"The time must be from {least} to {most}.");
}
