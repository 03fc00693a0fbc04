using Placement.Sizing;

namespace Placement.Docker;

/// <summary>How the use of containers is measured and turned into demands.</summary>
public sealed record DockerUsageOptions
{
    /// <summary>Gets the owner whose services are measured: that of the scheduler's options.</summary>
    /// <value>The default is <c>placement</c>.</value>
    public string Owner { get; init; } = "placement";

    /// <summary>Gets the time between two readings of the engines.</summary>
    /// <value>1 s to 1 h. The default is 15 s.</value>
    public TimeSpan Interval { get; init => field = Between(value, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)); } = TimeSpan.FromSeconds(15);

    /// <summary>Gets how much of the past counts.</summary>
    /// <value>10 min to 400 days. The default is 14 days.</value>
    public TimeSpan Window { get; init => field = Between(value, TimeSpan.FromMinutes(10), TimeSpan.FromDays(400)); } = TimeSpan.FromDays(14);

    /// <summary>Gets how demands are sized. Until the data of a service reach <see cref="SizingPolicy.WorstGrade"/> (a day of them by default) its request counts.</summary>
    public SizingPolicy Sizing { get; init; } = new();

    private static TimeSpan Between(TimeSpan value, TimeSpan least, TimeSpan most) =>
        value >= least && value <= most ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"The time must be from {least} to {most}.");
}
