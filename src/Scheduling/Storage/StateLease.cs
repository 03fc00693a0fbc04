namespace Placement.Scheduling;

/// <summary>The right to act, until it runs out or a higher generation exists.</summary>
public sealed record StateLease
{
    /// <summary>Gets the holder's name.</summary>
    public required string Holder { get; init; }

    /// <summary>Gets the generation: the fencing token, higher for each lease taken.</summary>
    public required long Generation { get; init; }
}
