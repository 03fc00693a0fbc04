namespace Placement.Plans;

/// <summary>What a move costs, when it pays back, and how much of the target to carry out.</summary>
public sealed record EconomicOptions
{
    /// <summary>Gets the one-off cost of each step that starts a copy, in micro-dollars: the work and risk of touching a replica.</summary>
    /// <value>At least 0. The default is 1,000 (a tenth of a cent).</value>
    public long MicroDollarsPerStart
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "MicroDollarsPerStart must be at least 0.");
    } = 1_000;

    /// <summary>Gets the one-off cost of transferring 2^30 units of the moved resource (one GiB of memory), in micro-dollars.</summary>
    /// <value>At least 0. The default is 1,000.</value>
    public long MicroDollarsPerGibi
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "MicroDollarsPerGibi must be at least 0.");
    } = 1_000;

    /// <summary>Gets the hours within which moves must pay back; others are not made.</summary>
    /// <value>Above 0. The default is 720 (30 days).</value>
    public double HorizonHours
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "HorizonHours must be above 0.");
    } = 720;

    /// <summary>Gets the most replicas that may move. Moves that the rules force, such as off a draining node, are made all the same.</summary>
    /// <value>At least 0. The default is no limit.</value>
    public int MaxMoves
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "MaxMoves must be at least 0.");
    } = int.MaxValue;

    /// <summary>Gets the most minutes the plan may take.</summary>
    /// <value>At least 0. The default is no limit.</value>
    public double MaxMinutes
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "MaxMinutes must be at least 0.");
    } = double.PositiveInfinity;

    /// <summary>Gets the most the steps may cost together, in micro-dollars.</summary>
    /// <value>At least 0. The default is no limit.</value>
    public long MaxMicroDollars
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "MaxMicroDollars must be at least 0.");
    } = long.MaxValue;

    /// <summary>Gets whether moves are taken as they are, since each was found worth making before.</summary>
    internal bool KeepsAllMoves { get; init; }

    /// <summary>Gets how full a node may be in its tightest dimension, in per mille of its capacity, before the replicas on it count as exposed to risk.</summary>
    /// <value>0 to 1000. The default is 900.</value>
    public int RiskPerMille
    {
        get;
        init => field = value is >= 0 and <= 1000 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "RiskPerMille must be from 0 to 1000.");
    } = 900;
}
