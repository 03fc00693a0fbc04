namespace Placement.Telemetry.Analysis;

/// <summary>When a node counts as a hot spot.</summary>
public sealed record HotSpotOptions
{
    /// <value>Share of the capacity above which usage is too high, above 0, at most 1. The default is 0.7.</value>
    public double Target
    {
        get;
        init => field = value is > 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Target must be above 0 and at most 1.");
    } = 0.7;

    /// <value>Share of the measured slots that must be above the target, 0 to 1; 0 asks for one slot. The default is 0.01.</value>
    public double MinShare
    {
        get;
        init => field = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "MinShare must be from 0 to 1.");
    } = 0.01;
}
