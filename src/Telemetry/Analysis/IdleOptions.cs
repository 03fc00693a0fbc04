namespace Placement.Telemetry.Analysis;

/// <summary>When a node counts as idle: it uses little CPU and little memory nearly all the time.</summary>
public sealed record IdleOptions
{
    /// <value>Share of its CPU that an idle node stays under, 0 to 1. The default is 0.05.</value>
    public double CpuShare
    {
        get;
        init => field = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "CpuShare must be from 0 to 1.");
    } = 0.05;

    /// <value>Share of its memory that an idle node stays under, 0 to 1. The default is 0.25: an empty system takes some.</value>
    public double MemoryShare
    {
        get;
        init => field = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "MemoryShare must be from 0 to 1.");
    } = 0.25;

    /// <value>Percentile of usage that is compared, above 0, at most 100. The default is 99.</value>
    public double Percentile
    {
        get;
        init => field = value is > 0 and <= 100 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Percentile must be above 0 and at most 100.");
    } = 99;
}
