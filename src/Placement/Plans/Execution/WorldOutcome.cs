namespace Placement.Plans;

/// <summary>How a start or stop ended.</summary>
public sealed record WorldOutcome
{
    /// <summary>The copy runs, or is gone, as asked.</summary>
    public static WorldOutcome Done { get; } = new();

    /// <summary>Gets why it was refused or failed, or <see langword="null"/> when it is done.</summary>
    public string? Failure { get; init; }

    /// <summary>Makes a failure.</summary>
    public static WorldOutcome Failed(string reason) => new() { Failure = reason };
}
