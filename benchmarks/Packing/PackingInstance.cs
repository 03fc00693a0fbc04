using Placement.Problems;

namespace Placement.Benchmarks.Packing;

/// <summary>A bin packing instance: equal bins, items of one or more dimensions.</summary>
internal sealed record PackingInstance(string Name, long[] Capacity, long[][] Items)
{
    /// <summary>One bin an item, each at price 1; equal items share a demand class.</summary>
    public PlacementProblem ToProblem()
    {
        var classes = new Dictionary<string, int>(StringComparer.Ordinal);
        var rows = new List<long>();
        var demandClass = Items.Select(item =>
        {
            var key = string.Join(' ', item);
            if (!classes.TryGetValue(key, out var index))
            {
                classes.Add(key, index = classes.Count);
                rows.AddRange(item);
            }

            return index;
        }).ToArray();
        return PlacementProblem.Create(new()
        {
            ResourceCount = Capacity.Length,
            Capacity = [.. Enumerable.Range(0, Items.Length).SelectMany(_ => Capacity)],
            Price = [.. Enumerable.Repeat(1L, Items.Length)],
            Demand = [.. rows],
            DemandClass = demandClass,
        });
    }
}
