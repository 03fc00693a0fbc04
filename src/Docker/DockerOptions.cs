namespace Placement.Docker;

/// <summary>How containers are started and how long an engine may take to answer.</summary>
public sealed record DockerOptions
{
    /// <summary>Gets when images are fetched. The default is <see cref="PullPolicy.IfAbsent"/>.</summary>
    public PullPolicy Pull { get; init; }

    /// <summary>Gets the network of the containers.</summary>
    /// <value><c>bridge</c> (the default: ports are published on free ports of the host), <c>host</c>, <c>none</c>, or the name of a network.</value>
    public string NetworkMode { get; init; } = "bridge";

    /// <summary>Gets how long one call to an engine may take; a stop gets its grace in addition.</summary>
    /// <value>Above zero. The default is 20 s.</value>
    public TimeSpan CallTimeout { get; init => field = Positive(value); } = TimeSpan.FromSeconds(20);

    /// <summary>Gets how long fetching an image may take.</summary>
    /// <value>Above zero. The default is 10 minutes.</value>
    public TimeSpan PullTimeout { get; init => field = Positive(value); } = TimeSpan.FromMinutes(10);

    /// <summary>Gets how often each engine is asked whether it lives.</summary>
    /// <value>Above zero, and well below a quarter of the scheduler's node timeout. The default is 2 s.</value>
    public TimeSpan HeartbeatInterval { get; init => field = Positive(value); } = TimeSpan.FromSeconds(2);

    private static TimeSpan Positive(TimeSpan value) =>
        value > TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The time must be above zero.");
}
