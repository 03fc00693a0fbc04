using Placement.Scheduling;

namespace Placement.Docker;

/// <summary>Turns readings of running totals into the use of services and nodes.</summary>
internal sealed class UsageMeter(DockerUsageOptions options, TimeProvider time)
{
    private readonly Dictionary<string, ServiceUse> _services = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<ContainerReading>> _before = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (double Millicores, double Bytes)> _busiest = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MeasuredUse> _nodes = new(StringComparer.Ordinal);

    /// <summary>Takes all containers of a node. One that was not there at the reading before has no CPU figure yet.</summary>
    public void Take(string node, IReadOnlyList<ContainerReading> readings)
    {
        var known = _before.GetValueOrDefault(node, []).ToDictionary(r => r.Container, StringComparer.Ordinal);
        double millicores = 0;
        foreach (var reading in readings)
        {
            if (known.TryGetValue(reading.Container, out var before) && reading.Time > before.Time && reading.MillicoreSeconds >= before.MillicoreSeconds)
            {
                var rate = (reading.MillicoreSeconds - before.MillicoreSeconds) * 1000 / (reading.Time - before.Time);
                millicores += rate;
                if (reading.Identity is { } identity && identity.Owner == options.Owner)
                {
                    var (cpu, bytes) = _busiest.GetValueOrDefault(identity.Service);
                    _busiest[identity.Service] = (Math.Max(cpu, rate), Math.Max(bytes, reading.Bytes));
                }
            }
        }

        if (_before.ContainsKey(node))
        {
            _nodes[node] = new MeasuredUse { CpuMillicores = (long)Math.Ceiling(millicores), MemoryBytes = (long)Math.Ceiling(readings.Sum(r => r.Bytes)) };
        }

        _before[node] = readings;
    }

    /// <summary>Ends a round: what is known of services well enough to replace their requests, and of nodes read since the round before.</summary>
    public UsageReport Report()
    {
        var now = time.GetUtcNow();
        foreach (var (name, (millicores, bytes)) in _busiest)
        {
            if (!_services.TryGetValue(name, out var service))
            {
                _services.Add(name, service = new ServiceUse(name, options, time));
            }

            service.Add(now, millicores, bytes);
        }

        var sized = new Dictionary<string, MeasuredUse>(StringComparer.Ordinal);
        foreach (var name in _busiest.Keys)
        {
            if (_services[name].Size() is { } use)
            {
                sized.Add(name, use);
            }
        }

        foreach (var gone in _services.Where(s => s.Value.Last < now - options.Window).Select(s => s.Key).ToList())
        {
            _services.Remove(gone);
        }

        var report = new UsageReport { Services = sized, Nodes = new Dictionary<string, MeasuredUse>(_nodes, StringComparer.Ordinal) };
        _busiest.Clear();
        _nodes.Clear();
        return report;
    }
}
