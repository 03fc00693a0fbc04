using Placement.Solving;

namespace Placement.Studies;

/// <summary>The answer to one sizing, solved for itself.</summary>
public sealed record SensitivityCell
{
    /// <summary>Gets the sizing.</summary>
    public required SizingVariant Variant { get; init; }

    /// <summary>Gets the answer; without an assignment where none was found.</summary>
    public required SolveResult Result { get; init; }

    /// <summary>Gets the spend of the answer, in micro-dollars an hour, or <see langword="null"/> without one.</summary>
    public long? SpendMicroDollarsPerHour => Result.Check?.Cost.Nodes;

    /// <summary>Gets the nodes of the answer, or <see langword="null"/> without one.</summary>
    public int? Nodes => Result.Check?.NodesInUse;
}
