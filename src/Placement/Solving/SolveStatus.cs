namespace Placement.Solving;

/// <summary>How a solve ended.</summary>
public enum SolveStatus
{
    /// <summary>The cost equals the bound.</summary>
    Optimal,

    /// <summary>The assignment is feasible; the bound says how far from the optimum it can be.</summary>
    Feasible,

    /// <summary>No assignment keeps every hard rule; <see cref="SolveResult.Reasons"/> says why.</summary>
    Infeasible,

    /// <summary>No feasible assignment was found within the limits, and none was proved impossible.</summary>
    Unknown,
}
