namespace Placement.Model;

/// <summary>At most <see cref="Max"/> replicas move away from where they run now.</summary>
public sealed record MoveLimit : PlacementRule
{
    /// <summary>Gets the most moves in the whole assignment. At least 0.</summary>
    public required int Max { get; init; }

    /// <inheritdoc />
    public override string Describe() => $"at most {Max} moves";
}
