namespace Placement.Benchmarks.PlanetLab.Policies;

/// <summary>The published policies: a detector of overload, minimum migration time, and power-aware best fit decreasing (PABFD).</summary>
internal sealed class PowerAwareBestFit(string name, IOverloadDetector detector) : IConsolidationPolicy
{
    private readonly List<(Host Host, List<VirtualMachine> Vms, int Memory)> _saved = [];

    public string Name => name;

    public Host? PlaceFirst(VirtualMachine vm, DataCenter dataCenter) =>
        Cheapest(vm, vm.Mips, dataCenter, host => DataCenter.FitsFirst(vm, host), host => vm.Mips / host.Model.TotalMips > detector.FirstThreshold);

    public IReadOnlyList<Migration> Decide(DataCenter dataCenter)
    {
        var hosts = dataCenter.Hosts;
        var overloaded = hosts.Where(host => host.Vms.Count > 0 && detector.IsOverloaded(host, host.Vms, null)).ToList();
        foreach (var host in hosts)
        {
            if (host.Vms.Count > 0)
            {
                _saved.Add((host, [.. host.Vms], host.MemoryMegabytes));
            }
        }

        var excluded = new bool[hosts.Count];
        overloaded.ForEach(host => excluded[host.Id] = true);
        var migrations = new List<Migration>();
        foreach (var vm in Relieve(overloaded).OrderByDescending(vm => vm.Demand))
        {
            if (Find(vm, dataCenter, excluded) is { } host)
            {
                host.Place(vm, vm.Demand);
                migrations.Add(new(vm, host));
            }
        }

        Empty(dataCenter, excluded, migrations);
        RollBack(hosts);
        return migrations;
    }

    /// <summary>Takes the VMs of least memory off each overloaded host until it is overloaded no longer.</summary>
    private List<VirtualMachine> Relieve(List<Host> overloaded)
    {
        var taken = new List<VirtualMachine>();
        foreach (var host in overloaded)
        {
            do
            {
                var vm = host.Vms.MinBy(candidate => candidate.MemoryMegabytes)!;
                taken.Add(vm);
                host.Remove(vm);
            }
            while (host.Vms.Count > 0 && detector.IsOverloaded(host, host.Vms, null));
        }

        return taken;
    }

    /// <summary>Empties hosts, least loaded first, as long as all VMs of a host find a place on running ones.</summary>
    private void Empty(DataCenter dataCenter, bool[] overloaded, List<Migration> migrations)
    {
        var hosts = dataCenter.Hosts;
        var noTarget = new bool[hosts.Count];
        var noSource = new bool[hosts.Count];
        foreach (var host in hosts)
        {
            noTarget[host.Id] = noSource[host.Id] = overloaded[host.Id] || host.Utilisation == 0;
        }

        while (LeastLoaded(hosts, noSource) is { } source)
        {
            noTarget[source.Id] = noSource[source.Id] = true;
            var placed = new List<Migration>();
            foreach (var vm in source.Vms.OrderByDescending(vm => vm.Demand))
            {
                if (Find(vm, dataCenter, noTarget) is not { } host)
                {
                    placed.ForEach(migration => migration.Destination.Remove(migration.Vm));
                    placed.Clear();
                    break;
                }

                host.Place(vm, vm.Demand);
                placed.Add(new(vm, host));
            }

            placed.ForEach(migration => noSource[migration.Destination.Id] = true);
            migrations.AddRange(placed);
        }
    }

    private static Host? LeastLoaded(IReadOnlyList<Host> hosts, bool[] excluded)
    {
        Host? best = null;
        var least = 1.0;
        foreach (var host in hosts)
        {
            if (!excluded[host.Id] && host.Vms.Count > 0 && host.Utilisation > 0 && host.Utilisation < least)
            {
                (best, least) = (host, host.Utilisation);
            }
        }

        return best;
    }

    private void RollBack(IReadOnlyList<Host> hosts)
    {
        var next = 0;
        foreach (var host in hosts)
        {
            var (saved, vms, memory) = next < _saved.Count ? _saved[next] : default;
            if (saved == host)
            {
                next++;
                if (!host.Vms.SequenceEqual(vms))
                {
                    host.Restore(vms, memory);
                }
            }
            else if (host.Vms.Count > 0)
            {
                host.Restore([], 0);
            }
        }

        _saved.Clear();
    }

    private Host? Find(VirtualMachine vm, DataCenter dataCenter, bool[] excluded) =>
        Cheapest(vm, vm.Demand, dataCenter, host => !excluded[host.Id] && dataCenter.Fits(vm, host), host => detector.IsOverloaded(host, host.Vms, vm));

    /// <summary>The host whose power rises least; the first wins a tie. The overload test comes last, because it is the dearest.</summary>
    private static Host? Cheapest(VirtualMachine vm, double mips, DataCenter dataCenter, Func<Host, bool> fits, Func<Host, bool> overloads)
    {
        Host? best = null;
        var least = double.PositiveInfinity;
        foreach (var host in dataCenter.Hosts)
        {
            if (!fits(host))
            {
                continue;
            }

            var load = dataCenter.Setup.StalePower ? host.Used : host.Allocated;
            var rise = host.Model.Watts((load + mips) / host.Model.TotalMips) - host.Model.Watts(host.Utilisation);
            if (rise < least && (load == 0 || !overloads(host)))
            {
                (best, least) = (host, rise);
            }
        }

        return best;
    }
}
