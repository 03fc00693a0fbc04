namespace Placement.Scheduling.Deciding;

/// <summary>The decision: best fit under all rules, exactly the node that an exhaustive scan would choose.</summary>
/// <remarks>Used nodes go before empty ones; then the least score (the share of an average node left free, plus penalties); then the lowest number.
/// Cells are bounded from below by their least amounts, so most are never opened.</remarks>
internal sealed partial class FleetIndex
{
    private NodeClass[] _untainted = [];
    private long _untaintedVersion = -1;

    /// <summary>Finds the node for one more replica.</summary>
    /// <param name="rules">The rules of the service's revision.</param>
    /// <param name="occupancy">Where its replicas are.</param>
    /// <param name="wanted">How many replicas it should have: a spread needs no more domains than that.</param>
    /// <param name="now">The time for refusals that wear off.</param>
    /// <returns>The node's number, or -1 if none takes it.</returns>
    public int Place(RuleSet rules, Occupancy occupancy, int wanted, long now)
    {
        EnsureClasses();
        var eligible = Eligible(rules);
        Span<SpreadLimit> limits = stackalloc SpreadLimit[rules.Spread.Length];
        Limits(rules, eligible, occupancy, wanted, limits);
        var best = -1;
        var bestScore = long.MaxValue;
        foreach (var kind in eligible)
        {
            if (kind.Used.Count > 0 && ClassKeepsSpread(rules, kind, occupancy, limits))
            {
                Search(kind.Used, rules, occupancy, limits, now, ref best, ref bestScore);
            }
        }

        if (best >= 0)
        {
            return best;
        }

        foreach (var kind in eligible)
        {
            if (kind.Empty.Count > 0 && ClassKeepsSpread(rules, kind, occupancy, limits))
            {
                Search(kind.Empty, rules, occupancy, limits, now, ref best, ref bestScore);
            }
        }

        return best;
    }

    private void Search(FitGrid grid, RuleSet rules, Occupancy occupancy, ReadOnlySpan<SpreadLimit> limits, long now, ref int best, ref long bestScore)
    {
        var demand = rules.Demand;
        var firstColumn = Scale.BucketOf(demand.MemoryBytes >> 20);
        var cpuLeast = _cpuScale.LeastScores;
        var memoryLeast = _memoryScale.LeastScores;
        for (var row = grid.NextRow(Scale.BucketOf(demand.CpuMillicores)); row >= 0; row = grid.NextRow(row + 1))
        {
            if (cpuLeast[row] + memoryLeast[firstColumn] > bestScore)
            {
                return;
            }

            for (var column = grid.NextColumn(row, firstColumn); column >= 0; column = grid.NextColumn(row, column + 1))
            {
                if (cpuLeast[row] + memoryLeast[column] > bestScore)
                {
                    break;
                }

                var cell = grid.Cell(row, column);
                for (var i = cell.Length - 1; i >= 0; i--)
                {
                    var node = cell[i];
                    var score = _score[node];
                    if (score > bestScore || (score == bestScore && node > best))
                    {
                        break; // the rest of the cell is no better, whatever its penalties
                    }

                    if (_freeCpu[node] < demand.CpuMillicores || _freeMemory[node] < demand.MemoryBytes
                        || !NodeKeepsRules(node, rules, occupancy, limits, now))
                    {
                        continue;
                    }

                    score += Penalty(node, rules);
                    if (score < bestScore || (score == bestScore && node < best))
                    {
                        best = node;
                        bestScore = score;
                    }
                }
            }
        }
    }

    /// <summary>The rules that the class of a node does not settle.</summary>
    private bool NodeKeepsRules(int node, RuleSet rules, Occupancy occupancy, ReadOnlySpan<SpreadLimit> limits, long now)
    {
        if (rules.AntiAffinity && occupancy.Holds(node))
        {
            return false;
        }

        if (now < occupancy.RefusedUntil(node))
        {
            return false;
        }

        foreach (var (column, value) in rules.Selector)
        {
            if (!column.Narrow && column[node] != value)
            {
                return false;
            }
        }

        for (var s = 0; s < limits.Length; s++)
        {
            var column = rules.Spread[s].Column;
            if (!column.Narrow && !limits[s].Allows(occupancy, s, column[node]))
            {
                return false;
            }
        }

        foreach (var filter in Filters)
        {
            if (!filter.Allows(View(node), rules.Spec))
            {
                return false;
            }
        }

        return true;
    }

    private static bool ClassKeepsSpread(RuleSet rules, NodeClass kind, Occupancy occupancy, ReadOnlySpan<SpreadLimit> limits)
    {
        for (var s = 0; s < limits.Length; s++)
        {
            var column = rules.Spread[s].Column;
            if (column.Narrow && !limits[s].Allows(occupancy, s, kind.Values[column.Position]))
            {
                return false;
            }
        }

        return true;
    }

    private NodeClass[] Eligible(RuleSet rules)
    {
        if (rules.EligibleVersion != _version)
        {
            rules.EligibleVersion = _version;
            rules.Eligible = rules.Selector.Length == 0 && rules.Spec.Tolerations.Count == 0 ? Untainted() : EligibleUnder(rules);
        }

        return rules.Eligible;
    }

    private NodeClass[] EligibleUnder(RuleSet rules) => [.. _classList.Where(kind => rules.Tolerates(kind.Taints) && Matches(kind, rules.Selector))];

    /// <summary>The classes for all rule sets that ask for nothing of labels and taints: most.</summary>
    private NodeClass[] Untainted()
    {
        if (_untaintedVersion != _version)
        {
            _untaintedVersion = _version;
            _untainted = [.. _classList.Where(kind => kind.Taints.Count == 0)];
        }

        return _untainted;
    }

    private static bool Matches(NodeClass kind, (LabelColumn Column, int Value)[] selector)
    {
        foreach (var (column, value) in selector)
        {
            if (column.Narrow && kind.Values[column.Position] != value)
            {
                return false;
            }
        }

        return true;
    }

    private void Limits(RuleSet rules, NodeClass[] eligible, Occupancy occupancy, int wanted, Span<SpreadLimit> limits)
    {
        for (var s = 0; s < limits.Length; s++)
        {
            var (column, minDomains, maxSkew) = rules.Spread[s];
            limits[s] = new SpreadLimit(
                NewDomainOnly: occupancy.DomainsUsed(s) < Math.Min(minDomains, wanted),
                Most: maxSkew == int.MaxValue ? int.MaxValue : checked(LeastUsed(column, s, eligible, occupancy) + maxSkew));
        }
    }

    /// <summary>The number of replicas in the emptiest domain that has an open node of an eligible class.</summary>
    private int LeastUsed(LabelColumn column, int rule, NodeClass[] eligible, Occupancy occupancy)
    {
        var least = int.MaxValue;
        foreach (var kind in eligible)
        {
            if (kind.OpenNodes == 0)
            {
                continue;
            }

            if (column.Narrow)
            {
                var domain = kind.Values[column.Position];
                least = domain < 0 ? least : Math.Min(least, occupancy.InDomain(rule, domain));
                continue;
            }

            for (var n = 0; n < Limit && least > 0; n++)
            {
                if (_class[n] == kind && _closed[n] is null && column[n] >= 0)
                {
                    least = Math.Min(least, occupancy.InDomain(rule, column[n]));
                }
            }
        }

        return least == int.MaxValue ? 0 : least;
    }

    private long Penalty(int node, RuleSet rules)
    {
        long sum = 0;
        foreach (var scorer in Scorers)
        {
            var penalty = scorer.Penalty(View(node), rules.Spec);
            sum = penalty >= 0 ? checked(sum + penalty) : throw new InvalidOperationException($"{scorer.GetType().Name} priced node '{_report[node]!.NodeId}' at {penalty}; a penalty must be 0 or more.");
        }

        return sum;
    }

    private NodeView View(int node) => new()
    {
        Report = _report[node]!,
        FreeCpuMillicores = _freeCpu[node],
        FreeMemoryBytes = _freeMemory[node],
        Replicas = _replicas[node],
    };
}
