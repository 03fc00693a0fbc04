using Placement.Problems;

namespace Placement.Search;

/// <summary>The host's own rules, with the last measure of each node kept.</summary>
internal sealed class CustomRuleState
{
    private readonly PlacementProblem _problem;
    private readonly long[] _measure;  // rule x node
    private int[] _replicas = new int[16];

    public CustomRuleState(SearchState state)
    {
        _problem = state.Problem;
        _measure = new long[_problem.CustomRules.Count * _problem.NodeCount];
    }

    /// <summary>The measures of the empty nodes, which need not be 0.</summary>
    public Delta MeasureEmpty()
    {
        var total = default(Delta);
        for (var rule = 0; rule < _problem.CustomRules.Count; rule++)
        {
            for (var node = 0; node < _problem.NodeCount; node++)
            {
                var measure = _measure[(rule * _problem.NodeCount) + node] = _problem.CustomRules[rule].Measure(_problem, node, []);
                total += Weigh(_problem.CustomRules[rule], measure);
            }
        }

        return total;
    }

    public Delta Change(SearchState state, int replica, int from, int to)
    {
        var change = default(Delta);
        if (from >= 0)
        {
            var left = Copy(state, from, 0);
            var place = left.IndexOf(replica);
            left[place] = left[^1];
            change += Compare(from, left[..^1]);
        }

        if (to >= 0)
        {
            var entered = Copy(state, to, 1);
            entered[^1] = replica;
            change += Compare(to, entered);
        }

        return change;
    }

    public void Refresh(SearchState state, int node)
    {
        for (var rule = 0; rule < _problem.CustomRules.Count; rule++)
        {
            _measure[(rule * _problem.NodeCount) + node] = _problem.CustomRules[rule].Measure(_problem, node, state.ReplicasOn(node));
        }
    }

    private static Delta Weigh(ICustomRule rule, long measure) => measure <= 0 ? default : rule.IsHard ? new(0, measure) : new(measure, 0);

    private Delta Compare(int node, ReadOnlySpan<int> replicas)
    {
        var change = default(Delta);
        for (var rule = 0; rule < _problem.CustomRules.Count; rule++)
        {
            var custom = _problem.CustomRules[rule];
            change += Weigh(custom, custom.Measure(_problem, node, replicas)) - Weigh(custom, _measure[(rule * _problem.NodeCount) + node]);
        }

        return change;
    }

    private Span<int> Copy(SearchState state, int node, int more)
    {
        var replicas = state.ReplicasOn(node);
        if (_replicas.Length < replicas.Length + more)
        {
            Array.Resize(ref _replicas, (replicas.Length + more) * 2);
        }

        replicas.CopyTo(_replicas);
        return _replicas.AsSpan(0, replicas.Length + more);
    }
}
