namespace Placement.Problems;

/// <summary>Finds every contradiction in a <see cref="ProblemDefinition"/> before it is frozen.</summary>
internal static class ProblemValidation
{
    // Sums of demands, and costs, must stay far from the end of 64 bits so that no delta can overflow.
    private const long Limit = long.MaxValue / 8;

    public static void ThrowIfFaulty(ProblemDefinition d)
    {
        var faults = Faults(d).Take(100).ToList();
        if (faults.Count > 0)
        {
            throw new ProblemException(faults);
        }
    }

    private static IEnumerable<string> Faults(ProblemDefinition d)
    {
        if (d.ResourceCount < 1 || d.SlotCount < 1)
        {
            yield return $"ResourceCount is {d.ResourceCount} and SlotCount is {d.SlotCount}; both must be at least 1.";
            yield break;
        }

        var dimensions = d.ResourceCount * d.SlotCount;
        if (d.Capacity.Length == 0 || d.Capacity.Length % d.ResourceCount != 0)
        {
            yield return $"Capacity has {d.Capacity.Length} entries; it needs one a node and resource, and at least one node.";
            yield break;
        }

        if (d.Demand.Length % dimensions != 0)
        {
            yield return $"Demand has {d.Demand.Length} entries, not a multiple of the {dimensions} dimensions.";
            yield break;
        }

        var nodes = d.Capacity.Length / d.ResourceCount;
        var replicas = d.DemandClass.Length;
        var classes = d.Demand.Length / dimensions;
        var wrong = Lengths(d, nodes, replicas).Concat(Values(d, nodes, classes)).ToList();
        foreach (var fault in wrong)
        {
            yield return fault;
        }

        if (wrong.Count > 0)
        {
            yield break;
        }

        foreach (var fault in Rules(d, nodes).Concat(Overflow(d, dimensions)))
        {
            yield return fault;
        }
    }

    private static IEnumerable<string> Lengths(ProblemDefinition d, int nodes, int replicas)
    {
        (string Name, int? Length, int Expected)[] arrays =
        [
            (nameof(d.Target), d.Target?.Length, d.Capacity.Length),
            (nameof(d.Price), d.Price?.Length, nodes),
            (nameof(d.LoadWeight), d.LoadWeight?.Length, d.ResourceCount),
            (nameof(d.Transient), d.Transient?.Length, d.ResourceCount),
            (nameof(d.Workload), d.Workload?.Length, replicas),
            (nameof(d.Origin), d.Origin?.Length, replicas),
            (nameof(d.MoveCost), d.MoveCost?.Length, replicas),
            (nameof(d.MayStay), d.MayStay?.Length, replicas),
            (nameof(d.PinnedNode), d.PinnedNode?.Length, replicas),
        ];
        foreach (var (name, length, expected) in arrays)
        {
            if (length is { } actual && actual != expected)
            {
                yield return $"{name} has {actual} entries; it needs {expected}.";
            }
        }

        if (d.NodeMoveCost is { } matrix && matrix.LongLength != (long)nodes * nodes)
        {
            yield return $"NodeMoveCost has {matrix.LongLength} entries; it needs {nodes} x {nodes}.";
        }

        for (var level = 0; level < d.Domains.Length; level++)
        {
            if (d.Domains[level].Length != nodes)
            {
                yield return $"Domains[{level}] has {d.Domains[level].Length} entries; it needs one for each of the {nodes} nodes.";
            }
        }

        for (var w = 0; w < (d.Eligible?.Length ?? 0); w++)
        {
            if (d.Eligible![w] is { } row && row.Length != nodes)
            {
                yield return $"Eligible[{w}] has {row.Length} entries; it needs one for each of the {nodes} nodes.";
            }
        }
    }

    private static IEnumerable<string> Values(ProblemDefinition d, int nodes, int classes) =>
        NotNegative(nameof(d.Capacity), d.Capacity)
            .Concat(NotNegative(nameof(d.Target), d.Target))
            .Concat(NotNegative(nameof(d.Price), d.Price))
            .Concat(NotNegative(nameof(d.LoadWeight), d.LoadWeight))
            .Concat(NotNegative(nameof(d.Demand), d.Demand))
            .Concat(NotNegative(nameof(d.MoveCost), d.MoveCost))
            .Concat(NotNegative(nameof(d.UnplacedCost), d.UnplacedCost))
            .Concat(Within(nameof(d.DemandClass), d.DemandClass, 0, classes))
            .Concat(Within(nameof(d.Workload), d.Workload, 0, int.MaxValue))
            .Concat(Within(nameof(d.Origin), d.Origin, -1, nodes))
            .Concat(Within(nameof(d.PinnedNode), d.PinnedNode, -1, nodes))
            .Concat(d.Domains.SelectMany((level, i) => Within($"Domains[{i}]", level, -1, nodes)))
            .Concat(Within(nameof(d.NodeMoveCost), d.NodeMoveCost, 0, int.MaxValue));

    private static IEnumerable<string> NotNegative(string name, long[]? values)
    {
        for (var i = 0; i < (values?.Length ?? 0); i++)
        {
            if (values![i] < 0)
            {
                yield return $"{name}[{i}] is {values[i]}; it must be at least 0.";
            }
        }
    }

    private static IEnumerable<string> Within(string name, int[]? values, int low, int high)
    {
        for (var i = 0; i < (values?.Length ?? 0); i++)
        {
            if (values![i] < low || values[i] >= high)
            {
                yield return $"{name}[{i}] is {values[i]}; it must be from {low} to {high - 1}.";
            }
        }
    }

    private static IEnumerable<string> Rules(ProblemDefinition d, int nodes)
    {
        var workloads = d.Workload is null ? d.DemandClass.Length : d.Workload.Length == 0 ? 0 : d.Workload.Max() + 1;
        workloads = Math.Max(workloads, d.UnplacedCost?.Length ?? d.Eligible?.Length ?? 0);
        if (d.UnplacedCost is { } unplaced && unplaced.Length != workloads)
        {
            yield return $"UnplacedCost has {unplaced.Length} entries; it needs one for each of the {workloads} workloads.";
        }

        bool Workload(int w) => w >= 0 && w < workloads;
        bool Level(int level) => level >= -1 && level < d.Domains.Length;

        foreach (var rule in d.DomainLimits.Where(r => !Workload(r.Workload) || !Level(r.Level) || r.Max < 1 || r.Weight < 1))
        {
            yield return $"{rule}: workload and level must exist, Max and Weight must be at least 1.";
        }

        foreach (var rule in d.Spreads.Where(r => !Workload(r.Workload) || r.Level < 0 || !Level(r.Level) || r.MinDomains < 0 || r.Weight < 1))
        {
            yield return $"{rule}: workload and level must exist, MinDomains must be at least 0 and Weight at least 1.";
        }

        foreach (var rule in d.CoLocations.Where(r => !Workload(r.Workload) || !Workload(r.Other) || r.Workload == r.Other || r.Max < 0 || r.Weight < 1))
        {
            yield return $"{rule}: needs two different workloads that exist, Max at least 0 and Weight at least 1.";
        }

        foreach (var rule in d.Dependencies.Where(r => !Workload(r.Workload) || !Workload(r.On) || !Level(r.Level) || r.Weight < 1))
        {
            yield return $"{rule}: workloads and level must exist, Weight must be at least 1.";
        }

        foreach (var rule in d.Balances.Where(r => r.First < 0 || r.First >= d.ResourceCount || r.Second < 0 || r.Second >= d.ResourceCount || r.Target < 1 || r.Weight < 0))
        {
            yield return $"{rule}: resources must exist, Target must be at least 1 and Weight at least 0.";
        }

        foreach (var level in d.HeadroomLevels.Where(level => !Level(level)))
        {
            yield return $"HeadroomLevels names level {level}; there are {d.Domains.Length} levels, and -1 for nodes.";
        }

        if (d.MaxMoves < 0 || d.WorkloadMoveCost < 0 || d.NodeMoveWeight < 0)
        {
            yield return $"MaxMoves {d.MaxMoves}, WorkloadMoveCost {d.WorkloadMoveCost} and NodeMoveWeight {d.NodeMoveWeight} must be at least 0.";
        }
    }

    private static IEnumerable<string> Overflow(ProblemDefinition d, int dimensions)
    {
        for (var dim = 0; dim < dimensions; dim++)
        {
            var resource = dim / d.SlotCount;
            Int128 demand = 0;
            foreach (var c in d.DemandClass)
            {
                demand += d.Demand[(c * dimensions) + dim];
            }

            Int128 capacity = 0;
            for (var i = resource; i < d.Capacity.Length; i += d.ResourceCount)
            {
                capacity += d.Capacity[i];
            }

            var factor = Int128.Max(1, d.LoadWeight?[resource] ?? 0);
            foreach (var balance in d.Balances)
            {
                if (balance.First == resource || balance.Second == resource)
                {
                    factor = Int128.Max(factor, (Int128)balance.Target * Int128.Max(1, balance.Weight));
                }
            }

            if (Int128.Max(demand, capacity) * factor > Limit)
            {
                yield return $"Resource {resource} totals {Int128.Max(demand, capacity)} and costs up to {factor} a unit, which does not fit in 64 bits; count it in a larger unit.";
            }
        }

        Int128 money = (Int128)d.WorkloadMoveCost * d.DemandClass.Length;
        foreach (var price in d.Price ?? [])
        {
            money += price;
        }

        foreach (var cost in d.MoveCost ?? [])
        {
            money += cost;
        }

        if (d.NodeMoveCost is { Length: > 0 } matrix)
        {
            money += (Int128)matrix.Max() * d.NodeMoveWeight * d.DemandClass.Length;
        }

        if (money > Limit)
        {
            yield return $"Prices and move costs total {money}, which does not fit in 64 bits; count them in a larger unit.";
        }
    }
}
