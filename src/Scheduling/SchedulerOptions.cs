namespace Placement.Scheduling;

/// <summary>How a scheduler behaves.</summary>
public sealed record SchedulerOptions
{
    /// <summary>Gets the fleet's name: the owner written on everything started, the same for all schedulers of one fleet.</summary>
    /// <value>1 to 63 characters of a-z, 0-9 and '-'. The default is <c>placement</c>.</value>
    public string Owner
    {
        get;
        init => field = value.Length is >= 1 and <= 63 && value.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
            ? value
            : throw new ArgumentException($"The owner '{value}' must be 1 to 63 characters of a-z, 0-9 and '-'.", nameof(value));
    } = "placement";

    /// <summary>Gets this scheduler's own name, for people who ask who leads.</summary>
    /// <value>The default is the machine's name and the process id.</value>
    public string Holder { get; init; } = $"{System.Environment.MachineName}-{System.Environment.ProcessId}";

    /// <summary>Gets how long a node may be silent before its replicas are placed elsewhere.</summary>
    /// <value>1 s to 1 hour; the default is 30 s.</value>
    public TimeSpan NodeTimeout { get; init => field = Between(value, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)); } = TimeSpan.FromSeconds(30);

    /// <summary>Gets how often each node is listed even if nothing seems to have changed.</summary>
    /// <value>1 s to 1 day; the default is 1 minute.</value>
    public TimeSpan ResyncInterval { get; init => field = Between(value, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)); } = TimeSpan.FromMinutes(1);

    /// <summary>Gets how long one call to a launcher may take before its outcome counts as unknown; a stop gets its grace in addition.</summary>
    /// <value>100 ms to 1 hour; the default is 1 minute.</value>
    public TimeSpan CallTimeout { get; init => field = Between(value, TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1)); } = TimeSpan.FromMinutes(1);

    /// <summary>Gets the delay before a call with unknown outcome is repeated.</summary>
    /// <value>10 ms to 10 minutes; the default is 1 s.</value>
    public TimeSpan RetryDelay { get; init => field = Between(value, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(10)); } = TimeSpan.FromSeconds(1);

    /// <summary>Gets how long a node that refused a service is not tried again for it.</summary>
    /// <value>0 to 1 day; the default is 30 s.</value>
    public TimeSpan RefusalCooldown { get; init => field = Between(value, TimeSpan.Zero, TimeSpan.FromDays(1)); } = TimeSpan.FromSeconds(30);

    /// <summary>Gets how long the lead lasts unless renewed; another host takes over after this time at the latest.</summary>
    /// <value>1 s to 10 minutes; the default is 6 s. It is renewed three times as often.</value>
    public TimeSpan LeaseDuration { get; init => field = Between(value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)); } = TimeSpan.FromSeconds(6);

    /// <summary>Gets how many calls to the launcher may be under way at once.</summary>
    /// <value>1 to 10,000; the default is 64.</value>
    public int MaxCalls { get; init => field = value is >= 1 and <= 10_000 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "MaxCalls must be from 1 to 10,000."); } = 64;

    /// <summary>Gets how many events are kept.</summary>
    /// <value>1,000 or more; the default is 100,000.</value>
    public int EventsKept { get; init => field = value >= 1_000 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "EventsKept must be at least 1,000."); } = 100_000;

    /// <summary>Gets whether a replica that fits nowhere may displace replicas of lower priority.</summary>
    /// <value>The default is true.</value>
    public bool Preemption { get; init; } = true;

    /// <summary>Gets how the fleet is packed in the background.</summary>
    /// <value>The default, <see langword="null"/>, packs only when <see cref="Scheduler.RebalanceAsync"/> asks for it.</value>
    public OptimiserOptions? Optimiser { get; init; }

    /// <summary>Gets the share of a node's capacity from which its measured use closes it to new replicas; it opens again 100 below.</summary>
    /// <value>200 to 1,000 thousandths; the default is 900. Without an <see cref="IUsageSource"/> nothing is measured.</value>
    public int OverloadPerMille { get; init => field = value is >= 200 and <= 1_000 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "OverloadPerMille must be from 200 to 1,000."); } = 900;

    private static TimeSpan Between(TimeSpan value, TimeSpan least, TimeSpan most) =>
        value >= least && value <= most ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"The time must be from {least} to {most}.");
}
