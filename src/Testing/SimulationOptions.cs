namespace Placement.Testing;

/// <summary>One schedule of the simulator: everything follows from the seed.</summary>
public sealed record SimulationOptions
{
    /// <summary>Gets the seed.</summary>
    public required int Seed { get; init; }

    /// <summary>Gets how long operations and faults go on, in virtual time.</summary>
    /// <value>The default is 40 s; then the world heals and everything must settle.</value>
    public TimeSpan Turmoil { get; init; } = TimeSpan.FromSeconds(40);

    /// <summary>Gets how long the healed world may take to settle, in virtual time.</summary>
    /// <value>The default is 3 minutes.</value>
    public TimeSpan Settling { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Gets whether the background optimiser runs; its plans are drawn at random, so most do not fit the world: none may do harm.</summary>
    public bool Packing { get; init; }

    /// <summary>Gets where the log goes, one line an event; null writes none, the digest is made all the same.</summary>
    public TextWriter? Log { get; init; }
}
