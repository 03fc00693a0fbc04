namespace Placement.Problems;

/// <summary>A rule of the host, in C#. Solvers that search replica by replica honour it; every result is checked against it.</summary>
/// <remarks>Must be pure and safe to call from several threads: the answer depends on the arguments alone.</remarks>
public interface ICustomRule
{
    /// <summary>Gets a short stable name, used in reasons.</summary>
    string Name { get; }

    /// <summary>Gets whether a violation makes the assignment infeasible; otherwise it is a cost.</summary>
    bool IsHard { get; }

    /// <summary>Measures the violation, or cost, on one node.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="node">The node.</param>
    /// <param name="replicas">The replicas on it, in no particular order.</param>
    /// <returns>0 when the rule is kept; otherwise the violation in units of the rule's own, or the cost for a soft rule. Never negative.</returns>
    long Measure(PlacementProblem problem, int node, ReadOnlySpan<int> replicas);
}
