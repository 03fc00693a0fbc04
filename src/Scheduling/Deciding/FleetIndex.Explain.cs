namespace Placement.Scheduling.Deciding;

/// <summary>Why each node refuses a replica: the first rule broken, in a fixed order.</summary>
internal sealed partial class FleetIndex
{
    /// <summary>Gives the reason why a node does not take one more replica; null if it does.</summary>
    public NodeRefusal? Refusal(int node, RuleSet rules, Occupancy occupancy, int wanted, long now)
    {
        EnsureClasses();
        Span<SpreadLimit> limits = stackalloc SpreadLimit[rules.Spread.Length];
        Limits(rules, Eligible(rules), occupancy, wanted, limits);
        return Refusal(node, rules, occupancy, limits, now);
    }

    /// <summary>Gives the refusal of every node, in the order of their numbers.</summary>
    public IReadOnlyList<NodeRefusal> Refusals(RuleSet rules, Occupancy occupancy, int wanted, long now)
    {
        EnsureClasses();
        Span<SpreadLimit> limits = stackalloc SpreadLimit[rules.Spread.Length];
        Limits(rules, Eligible(rules), occupancy, wanted, limits);
        var refusals = new List<NodeRefusal>();
        for (var n = 0; n < Limit; n++)
        {
            if (_report[n] is not null && Refusal(n, rules, occupancy, limits, now) is { } refusal)
            {
                refusals.Add(refusal);
            }
        }

        return refusals;
    }

    /// <summary>Gives the open nodes that keep every rule but room, in the order of their numbers.</summary>
    public IReadOnlyList<int> NodesAllowed(RuleSet rules, Occupancy occupancy, int wanted, long now)
    {
        EnsureClasses();
        var eligible = Eligible(rules);
        Span<SpreadLimit> limits = stackalloc SpreadLimit[rules.Spread.Length];
        Limits(rules, eligible, occupancy, wanted, limits);
        var kept = new HashSet<NodeClass>();
        foreach (var kind in eligible)
        {
            if (kind.OpenNodes > 0 && ClassKeepsSpread(rules, kind, occupancy, limits))
            {
                kept.Add(kind);
            }
        }

        var nodes = new List<int>();
        for (var n = 0; n < Limit; n++)
        {
            if (_class[n] is { } kind && _closed[n] is null && kept.Contains(kind)
                && _report[n]!.CpuMillicores >= rules.Demand.CpuMillicores && _report[n]!.MemoryBytes >= rules.Demand.MemoryBytes
                && NodeKeepsRules(n, rules, occupancy, limits, now))
            {
                nodes.Add(n);
            }
        }

        return nodes;
    }

    private NodeRefusal? Refusal(int node, RuleSet rules, Occupancy occupancy, ReadOnlySpan<SpreadLimit> limits, long now)
    {
        var report = _report[node]!;
        NodeRefusal Because(string code, string detail) => new() { NodeId = report.NodeId, Code = code, Detail = detail };
        if (_closed[node] is { } closed)
        {
            return Because(closed, closed switch
            {
                PendingCodes.NodeLost => "not heard of for the node timeout",
                PendingCodes.Overloaded => "its measured use is too high",
                PendingCodes.NodeUnlisted => "what runs there is not known yet",
                _ => "takes no new replicas",
            });
        }

        foreach (var (key, value) in rules.Spec.NodeSelector.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            if (!report.Labels.TryGetValue(key, out var there) || there != value)
            {
                return Because(PendingCodes.Selector, $"label {key} is {there ?? "missing"}, wanted {value}");
            }
        }

        foreach (var taint in report.Taints)
        {
            if (!rules.Spec.Tolerations.Any(t => t.Covers(taint)))
            {
                return Because(PendingCodes.Taint, $"taint {taint}");
            }
        }

        for (var s = 0; s < limits.Length; s++)
        {
            var column = rules.Spread[s].Column;
            if (!limits[s].Allows(occupancy, s, column[node]))
            {
                return Because(PendingCodes.Spread, column[node] < 0
                    ? $"label {column.Key} is missing"
                    : $"{column.Key} {column.Text(column[node])} has {occupancy.InDomain(s, column[node])} replicas{(limits[s].NewDomainOnly ? ", a new domain is needed" : $", at most {limits[s].Most} allowed")}");
            }
        }

        if (rules.AntiAffinity && occupancy.Holds(node))
        {
            return Because(PendingCodes.AntiAffinity, "a replica of the service is there");
        }

        if (_freeCpu[node] < rules.Demand.CpuMillicores)
        {
            return Because(PendingCodes.Cpu, $"needs {rules.Demand.CpuMillicores} millicores, {Math.Max(0, _freeCpu[node])} of {report.CpuMillicores} free");
        }

        if (_freeMemory[node] < rules.Demand.MemoryBytes)
        {
            return Because(PendingCodes.Memory, $"needs {rules.Demand.MemoryBytes} bytes, {Math.Max(0, _freeMemory[node])} of {report.MemoryBytes} free");
        }

        if (Overfull(node))
        {
            return Because(_freeCpu[node] < 0 ? PendingCodes.Cpu : PendingCodes.Memory, "more is promised than the node now offers");
        }

        if (now < occupancy.RefusedUntil(node))
        {
            return Because(PendingCodes.RefusedRecently, "the launcher refused the service there a short while ago");
        }

        foreach (var filter in Filters)
        {
            if (!filter.Allows(View(node), rules.Spec))
            {
                return Because(filter.Code, "refused by the host's filter");
            }
        }

        return null;
    }
}
