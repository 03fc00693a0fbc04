using Placement.Problems;

namespace Placement.Search;

/// <content>Comparison with the independent checker.</content>
internal sealed partial class SearchState
{
    /// <summary>Tells whether every hard rule is kept. O(replicas + nodes x dimensions); the search itself never needs it.</summary>
    public bool IsFeasible()
    {
        if (Violation > 0)
        {
            return false;
        }

        if (HasOverfullNode())
        {
            return false;
        }

        for (var p = 0; p < NodeOf.Length; p++)
        {
            if (NodeOf[p] >= 0 && !Problem.IsEligible(p, NodeOf[p]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Gets or sets whether some node was over capacity from the beginning for good: then no assignment is feasible, and the search does its best.</summary>
    public bool IsHopeless { get; set; }

    /// <summary>Tells whether some node uses more than it has.</summary>
    public bool HasOverfullNode()
    {
        for (var node = 0; node < CountOn.Length; node++)
        {
            if (IsOverfull(node))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Compares the running cost with the checker's, when <see cref="CheckEveryMove"/> is on.</summary>
    /// <param name="change">What was applied, for the message.</param>
    /// <param name="keepsFeasible">Whether the state was feasible before and the change must keep it so.</param>
    /// <exception cref="InvalidOperationException">A price was wrong: a bug in the search.</exception>
    public void Verify(string change, bool keepsFeasible)
    {
        if (!CheckEveryMove)
        {
            return;
        }

        var check = AssignmentChecker.Check(Problem, Snapshot());
        if (check.Cost.Total != Cost)
        {
            throw new InvalidOperationException($"{change}: the priced changes add up to {Cost}, but the cost is {check.Cost.Total}. Problem: {Problem}");
        }

        if (keepsFeasible && Lack == 0 && !IsHopeless && !check.IsFeasible)
        {
            throw new InvalidOperationException($"{change} was said to be feasible, but: {check.Violations[0].Message} Problem: {Problem}");
        }
    }
}
