namespace Placement.Testing;

/// <summary>What came of one schedule.</summary>
public sealed record SimulationResult
{
    /// <summary>Gets the seed.</summary>
    public required int Seed { get; init; }

    /// <summary>Gets the first violation of an invariant; null if there was none.</summary>
    public required string? Violation { get; init; }

    /// <summary>Gets the SHA-256 of the log: the same seed gives the same digest.</summary>
    public required string LogDigest { get; init; }

    /// <summary>Gets the number of events.</summary>
    public required int Events { get; init; }

    /// <summary>Gets the number of incarnations started.</summary>
    public required int Starts { get; init; }

    /// <summary>Gets the number of faults made.</summary>
    public required int Faults { get; init; }

    /// <summary>Gets the number of requests acknowledged.</summary>
    public required int Acknowledged { get; init; }
}
