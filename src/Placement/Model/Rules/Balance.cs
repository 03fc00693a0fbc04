namespace Placement.Model;

/// <summary>Free capacity of two resources stays in proportion on each node: each unit by which <c>Target x free(First) - free(Second)</c> is above 0 costs the weight. Always a cost, never hard.</summary>
public sealed record Balance : PlacementRule
{
    /// <summary>Gets the resource whose free amount asks for company.</summary>
    public required string First { get; init; }

    /// <summary>Gets the resource that should be free beside it.</summary>
    public required string Second { get; init; }

    /// <summary>Gets how many units of the second belong to one of the first. At least 1.</summary>
    public required long Target { get; init; }

    /// <inheritdoc />
    public override string Describe() => $"{Target} {Second} free for each {First} free";
}
