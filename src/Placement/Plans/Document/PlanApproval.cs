namespace Placement.Plans;

/// <summary>A sign-off of one exact plan file: who approved which bytes, and when.</summary>
public sealed record PlanApproval
{
    /// <summary>Gets the SHA-256 of the approved plan file's bytes, in lower-case hexadecimal.</summary>
    public required string PlanSha256 { get; init; }

    /// <summary>Gets who approved it; not empty.</summary>
    public required string ApprovedBy { get; init; }

    /// <summary>Gets when.</summary>
    public required DateTimeOffset ApprovedAt { get; init; }

    /// <summary>Says why this approval does not cover a plan, or returns <see langword="null"/> when it does.</summary>
    /// <param name="planSha256">The SHA-256 of the plan file's bytes.</param>
    /// <param name="now">The time of the execution.</param>
    public string? Fault(string planSha256, DateTimeOffset now) =>
        string.IsNullOrWhiteSpace(ApprovedBy) ? "The approval names nobody; approvedBy must not be empty."
        : !string.Equals(PlanSha256, planSha256, StringComparison.Ordinal) ? $"The approval by {ApprovedBy} is for the plan with SHA-256 {PlanSha256}; this plan has {planSha256}. Review the plan and approve it again."
        : ApprovedAt > now ? $"The approval by {ApprovedBy} is dated {ApprovedAt:O}, which is in the future; now is {now:O}."
        : null;
}
