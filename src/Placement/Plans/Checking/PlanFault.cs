namespace Placement.Plans;

/// <summary>One fault of a plan.json.</summary>
/// <param name="Code">The kind.</param>
/// <param name="Message">A sentence with names, values and the rule.</param>
public sealed record PlanFault(PlanFaultCode Code, string Message)
{
    /// <inheritdoc />
    public override string ToString() => $"{Code}: {Message}";
}
