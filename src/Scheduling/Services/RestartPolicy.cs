namespace Placement.Scheduling;

/// <summary>What happens when a replica ends by itself: delays grow exponentially to a cap, and start over after a stable run.</summary>
/// <remarks>The n-th failure in a row waits <c>min(Delay * 2^(n-1), MaxDelay)</c> before the next start, exactly, without jitter.</remarks>
public sealed record RestartPolicy
{
    /// <summary>Gets when a replica is started again.</summary>
    public RestartMode Mode { get; init; } = RestartMode.Always;

    /// <summary>Gets the delay after the first failure.</summary>
    /// <value>1 ms to 1 hour; the default is 1 s.</value>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets the longest delay.</summary>
    /// <value><see cref="Delay"/> to 24 hours; the default is 5 minutes.</value>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets how long a replica must run for the count of failures to start again at zero.</summary>
    /// <value>1 ms to 24 hours; the default is 10 minutes.</value>
    public TimeSpan ResetAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Gets the number of failures in a row from which a replica is called crash-looping.</summary>
    /// <value>1 to 1,000; the default is 5. It keeps being restarted at the capped delay.</value>
    public int CrashLoopAfter { get; init; } = 5;

    /// <summary>Gives the delay before the next start.</summary>
    /// <param name="failures">Failures in a row so far, 1 or more.</param>
    /// <returns>The delay, at most <see cref="MaxDelay"/>.</returns>
    public TimeSpan DelayAfter(int failures)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(failures, 1);
        var doublings = failures - 1;
        return doublings >= 40 || Delay.Ticks > MaxDelay.Ticks >> doublings ? MaxDelay : new TimeSpan(Delay.Ticks << doublings);
    }
}
