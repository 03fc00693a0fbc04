using Placement.Scheduling;

namespace Placement.Benchmarks.Online;

/// <summary>Best fit that looks at every node for every replica, over plain arrays: the yardstick, sharing no code with the scheduler's index.</summary>
/// <remarks>A used node goes before an empty one; then the least sum of the shares of an average node that stay free; then the lowest number.</remarks>
internal sealed class FlatBestFit
{
    private const long Millionths = 1_000_000;
    private const long Empty = 1L << 60;
    private readonly long[] _cpu;
    private readonly long[] _mebibytes;
    private readonly long[] _key;
    private readonly int[] _zone;
    private readonly int _zones;
    private readonly long _averageCpu;
    private readonly long _averageMebibytes;
    private readonly List<int> _there = [];

    public FlatBestFit(IReadOnlyList<NodeReport> nodes)
    {
        _cpu = [.. nodes.Select(n => n.CpuMillicores)];
        _mebibytes = [.. nodes.Select(n => n.MemoryBytes >> 20)];
        var zones = nodes.Select(n => n.Labels["zone"]).Distinct().Order(StringComparer.Ordinal).ToList();
        _zone = [.. nodes.Select(n => zones.IndexOf(n.Labels["zone"]))];
        _zones = zones.Count;
        _averageCpu = _cpu.Sum() / _cpu.Length;
        _averageMebibytes = _mebibytes.Sum() / _mebibytes.Length;
        _key = [.. Enumerable.Range(0, nodes.Count).Select(n => Empty + Score(n))];
    }

    public int NodesUsed => _key.Count(k => k < Empty);

    /// <summary>Places all replicas of a service, and gives the nodes; -1 for one that fits nowhere.</summary>
    public IEnumerable<int> Place(ServiceSpec service)
    {
        _there.Clear();
        var inZone = new int[_zones];
        for (var r = 0; r < service.Replicas; r++)
        {
            var node = Find(service, Allowed(service, inZone));
            if (node >= 0)
            {
                _cpu[node] -= service.CpuMillicores;
                _mebibytes[node] -= service.MemoryBytes >> 20;
                _key[node] = Score(node);
                inZone[_zone[node]]++;
                _there.Add(node);
            }

            yield return node;
        }
    }

    private static bool[] Allowed(ServiceSpec service, int[] inZone)
    {
        var allowed = Enumerable.Repeat(true, inZone.Length).ToArray();
        foreach (var rule in service.Spread)
        {
            var newOnly = inZone.Count(z => z > 0) < Math.Min(rule.MinDomains, service.Replicas);
            var most = rule.MaxSkew == int.MaxValue ? int.MaxValue : inZone.Min() + rule.MaxSkew;
            for (var z = 0; z < inZone.Length; z++)
            {
                allowed[z] &= inZone[z] < most && !(newOnly && inZone[z] > 0);
            }
        }

        return allowed;
    }

    private int Find(ServiceSpec service, bool[] allowed)
    {
        var cpu = service.CpuMillicores;
        var mebibytes = service.MemoryBytes >> 20;
        var best = -1;
        var least = long.MaxValue;
        for (var n = 0; n < _key.Length; n++)
        {
            if (_key[n] < least && _cpu[n] >= cpu && _mebibytes[n] >= mebibytes && allowed[_zone[n]] && !(service.SelfAntiAffinity && _there.Contains(n)))
            {
                best = n;
                least = _key[n];
            }
        }

        return best;
    }

    private long Score(int node) => (_cpu[node] * Millionths / _averageCpu) + (_mebibytes[node] * Millionths / _averageMebibytes);
}
