using System.Diagnostics;
using Placement.Scheduling;
using Placement.Scheduling.Deciding;

namespace Placement.Benchmarks.Online;

/// <summary>The decision alone: where one more replica goes, and the booking of its share.</summary>
internal sealed class IndexRun
{
    private readonly FleetIndex _index = new();

    public IndexRun(OnlineStream stream)
    {
        foreach (var node in stream.Nodes)
        {
            _index.SetClosed(_index.AddOrUpdate(node), null);
        }
    }

    public int NodesUsed => Enumerable.Range(0, _index.Limit).Count(n => _index.Replicas(n) > 0);

    /// <summary>Places all replicas of a service and gives the nodes; -1 for one that fits nowhere.</summary>
    public IEnumerable<int> Place(ServiceSpec service, Latencies latencies)
    {
        var rules = new RuleSet(service, _index);
        var occupancy = new Occupancy();
        occupancy.ClearDomains(rules.Spread);
        for (var r = 0; r < service.Replicas; r++)
        {
            var began = Stopwatch.GetTimestamp();
            var node = _index.Place(rules, occupancy, service.Replicas, now: 0);
            if (node >= 0)
            {
                _index.Reserve(node, rules.Demand);
                occupancy.Enter(node);
                for (var s = 0; s < rules.Spread.Length; s++)
                {
                    occupancy.EnterDomain(s, rules.Spread[s].Column[node]);
                }
            }

            latencies.Add(began);
            yield return node;
        }
    }
}
