namespace Placement.Benchmarks.Consolidate;

/// <summary>Collects demands; equal ones share a class.</summary>
internal sealed class DemandRows
{
    private readonly Dictionary<string, int> _classes = new(StringComparer.Ordinal);

    public List<long> Demand { get; } = [];

    public List<int> Class { get; } = [];

    public List<int> Workload { get; } = [];

    public void Add(int workload, int replicas, params long[] demand)
    {
        var key = string.Join(' ', demand);
        if (!_classes.TryGetValue(key, out var index))
        {
            _classes.Add(key, index = _classes.Count);
            Demand.AddRange(demand);
        }

        Class.AddRange(Enumerable.Repeat(index, replicas));
        Workload.AddRange(Enumerable.Repeat(workload, replicas));
    }
}
