using Placement.Model;

namespace Placement.Explanations;

/// <summary>One change that helps a replica to fit.</summary>
public sealed record FitChange
{
    /// <summary>Gets what is changed.</summary>
    public required FitChangeKind Kind { get; init; }

    /// <summary>Gets the node that is changed, or that the other replica goes to; <see langword="null"/> for a rule.</summary>
    public string? Node { get; init; }

    /// <summary>Gets the other replica that moves, or <see langword="null"/>.</summary>
    public string? Replica { get; init; }

    /// <summary>Gets the resource that is added, or <see langword="null"/>.</summary>
    public string? Resource { get; init; }

    /// <summary>Gets how much is added, in the resource's unit; 0 where nothing is.</summary>
    public long Amount { get; init; }

    /// <summary>Gets the change in words.</summary>
    public required string Text { get; init; }

    /// <summary>Gets the model with the change; moves change the assignment instead.</summary>
    internal Func<ClusterModel, ClusterModel>? Model { get; init; }

    /// <summary>Gets the replica (index) and the node (index) of a move.</summary>
    internal (int Replica, int Node)? Move { get; init; }

    /// <inheritdoc />
    public override string ToString() => Text;
}
