namespace Placement.Model;

/// <summary>After the loss of any one node, or failure domain, the rest in use has room for what was lost: per dimension, free capacity of the other used nodes is at least the lost usage.</summary>
public sealed record Headroom : PlacementRule
{
    /// <summary>Gets the node label whose values are the failure domains; <see langword="null"/> makes each node its own domain.</summary>
    public string? Label { get; init; }

    /// <inheritdoc />
    public override string Describe() => $"survive the loss of any {Label ?? "node"}";
}
