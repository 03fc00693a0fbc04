using Placement.Problems;

namespace Placement.Search;

/// <summary>The headroom rules, kept up to date.</summary>
/// <remarks>
/// The free capacity of the other used nodes is at least the usage of the lost domain, in other words: capacity in use in the domain + usage of
/// all &lt;= capacity in use of all. So only opening or emptying a node, or placing another replica, changes anything.
/// </remarks>
internal sealed class HeadroomState
{
    private readonly PlacementProblem _problem;
    private readonly long[] _usage;           // dimension
    private readonly long[] _capacity;        // dimension: of used nodes
    private readonly long[][] _domainCapacity; // rule -> domain x dimension: of used nodes
    private long _violation;

    public HeadroomState(PlacementProblem problem)
    {
        _problem = problem;
        _usage = new long[problem.DimensionCount];
        _capacity = new long[problem.DimensionCount];
        _domainCapacity = [.. problem.HeadroomLevels.Select(level => new long[problem.DomainCount(level) * problem.DimensionCount])];
    }

    /// <summary>The change of the violation; O(domains x dimensions) when a node opens or empties or a replica is placed, otherwise O(1).</summary>
    public long Change(SearchState state, int replica, int from, int to)
    {
        if (!Matters(state, from, to))
        {
            return 0;
        }

        Shift(state, replica, from, to, +1);
        var change = Measure() - _violation;
        Shift(state, replica, from, to, -1);
        return change;
    }

    /// <summary>Applies a move; called while the state still has its counts from before.</summary>
    public void Apply(SearchState state, int replica, int from, int to)
    {
        if (Matters(state, from, to))
        {
            Shift(state, replica, from, to, +1);
            _violation = Measure();
        }
    }

    private static bool Matters(SearchState state, int from, int to) => from < 0 || to < 0 || state.CountOn[from] == 1 || state.CountOn[to] == 0;

    private void Shift(SearchState state, int replica, int from, int to, int sign)
    {
        if (from >= 0)
        {
            Node(from, state.CountOn[from] == 1, replica, -sign);
        }

        if (to >= 0)
        {
            Node(to, state.CountOn[to] == 0, replica, sign);
        }
    }

    private void Node(int node, bool switches, int replica, int sign)
    {
        var dimensions = _problem.DimensionCount;
        var demand = _problem.Demand(replica);
        var capacity = _problem.Capacity(node);
        for (var d = 0; d < dimensions; d++)
        {
            _usage[d] += sign * demand[d];
            if (switches)
            {
                _capacity[d] += sign * capacity[d];
                for (var rule = 0; rule < _domainCapacity.Length; rule++)
                {
                    if (_problem.Domain(_problem.HeadroomLevels[rule], node) is >= 0 and var domain)
                    {
                        _domainCapacity[rule][(domain * dimensions) + d] += sign * capacity[d];
                    }
                }
            }
        }
    }

    private long Measure()
    {
        var total = 0L;
        foreach (var domains in _domainCapacity)
        {
            for (var i = 0; i < domains.Length; i++)
            {
                var d = i % _usage.Length;
                total += Math.Max(0, domains[i] + _usage[d] - _capacity[d]);
            }
        }

        return total;
    }
}
