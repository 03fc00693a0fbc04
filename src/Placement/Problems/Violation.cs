namespace Placement.Problems;

/// <summary>One way in which an assignment breaks a hard rule.</summary>
/// <param name="Code">The stable reason code.</param>
/// <param name="Amount">By how much, in the rule's unit; at least 1.</param>
/// <param name="Message">A sentence with indices, values and limit.</param>
/// <param name="Replica">The replica concerned, or -1.</param>
/// <param name="Node">The node concerned, or -1.</param>
/// <param name="Dimension">The dimension concerned, or -1.</param>
public sealed record Violation(ReasonCode Code, long Amount, string Message, int Replica = -1, int Node = -1, int Dimension = -1);
