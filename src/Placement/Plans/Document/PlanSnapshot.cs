namespace Placement.Plans;

/// <summary>What a plan was made from.</summary>
public sealed record PlanSnapshot
{
    /// <summary>Gets the SHA-256 of the cluster model, in lower-case hexadecimal; see <see cref="ModelFingerprint"/>.</summary>
    public required string ModelSha256 { get; init; }

    /// <summary>Gets the files the model was read from.</summary>
    public IReadOnlyList<PlanInput> Inputs { get; init; } = [];
}
