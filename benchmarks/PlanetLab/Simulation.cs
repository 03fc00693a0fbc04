namespace Placement.Benchmarks.PlanetLab;

/// <summary>One day of dynamic VM consolidation, with CloudSim's order of events and arithmetic.</summary>
/// <remarks>
/// The experiment of A. Beloglazov and R. Buyya, Concurrency and Computation: Practice and Experience 24(13), 2012, DOI 10.1002/cpe.1867:
/// 800 hosts, a tick every 300 s, live migrations that take memory / 62.5 s, cost the source 10 % of the VM's demand and reserve 10 % at the destination.
/// </remarks>
internal sealed class Simulation
{
    public const int HostCount = 800;

    private const double Interval = 300;
    private const double Length = 86400;

    private readonly TraceDay _day;
    private readonly IConsolidationPolicy _policy;
    private readonly DataCenter _center;
    private readonly List<VirtualMachine> _all = [];
    private double _wattSeconds;
    private double _last;
    private int _migrations;
    private int _peak;

    private Simulation(TraceDay day, ExperimentSetup setup, IConsolidationPolicy policy)
    {
        _day = day;
        _policy = policy;
        _center = new DataCenter(setup, HostCount);
        var quarter = (day.Shares.Length + 3) / 4;
        for (var i = 0; i < day.Shares.Length; i++)
        {
            _all.Add(new VirtualMachine(i, i / quarter));
        }

        _center.Vms.AddRange(_all);
    }

    public static RunOutcome Run(TraceDay day, ExperimentSetup setup, IConsolidationPolicy policy)
    {
        var simulation = new Simulation(day, setup, policy);
        simulation.PlaceAll();
        var now = 0.1;
        for (var tick = 1; tick < TraceDay.SamplesADay; tick++)
        {
            now += Interval;
            simulation.Advance(now, isTick: true);
            simulation._peak = Math.Max(simulation._peak, simulation._center.Hosts.Count(host => host.Used > 0));
            simulation.Migrate(now);
        }

        return simulation.Outcome();
    }

    private void PlaceAll()
    {
        foreach (var vm in _all)
        {
            var host = _policy.PlaceFirst(vm, _center) ?? throw new InvalidOperationException($"{_policy.Name} finds no host for VM {vm.Id} at the start.");
            if (!DataCenter.FitsFirst(vm, host))
            {
                throw new InvalidOperationException($"{_policy.Name} starts VM {vm.Id} on host {host.Id}, which has no room for it.");
            }

            host.Place(vm, vm.Mips);
            host.FreeBandwidth -= VirtualMachine.Bandwidth;
            vm.Host = host;
        }
    }

    /// <summary>Brings every VM and host to <paramref name="time"/> and charges the energy since the last call.</summary>
    private void Advance(double time, bool isTick)
    {
        foreach (var vm in _center.Vms)
        {
            var share = ShareAt(vm.Id, time);
            vm.Demand = share * vm.Mips;
            if (isTick)
            {
                vm.Remember(share);
            }
        }

        foreach (var host in _center.Hosts)
        {
            host.Update(time);
        }

        var elapsed = time - _last;
        if (elapsed > 0)
        {
            Charge(elapsed);
        }

        if (!_center.Setup.KeepIdle)
        {
            DropIdle();
        }

        _last = time;
    }

    private void Charge(double elapsed)
    {
        foreach (var host in _center.Hosts)
        {
            if (_policy.AlwaysFullPower)
            {
                _wattSeconds += host.Model.Watts(1) * elapsed;
                continue;
            }

            var before = host.UtilisationBefore;
            if (before != 0)
            {
                var watts = host.Model.Watts(before);
                _wattSeconds += (watts + ((host.Model.Watts(host.Utilisation) - watts) / 2)) * elapsed;
            }
        }
    }

    private void DropIdle()
    {
        foreach (var vm in _center.Vms)
        {
            if (vm.Demand == 0 && !vm.IsMigrating)
            {
                vm.IsGone = true;
                vm.Host!.Remove(vm);
                vm.Host = null;
            }
        }

        _center.Vms.RemoveAll(vm => vm.IsGone);
    }

    private void Migrate(double now)
    {
        var arrivals = new SortedDictionary<double, List<Migration>>();
        var touched = new HashSet<Host>();
        foreach (var migration in MigrationRules.Check(_policy, _center))
        {
            var (vm, destination) = migration;
            vm.IsMigrating = true;
            destination.Incoming.Add(vm);
            destination.Vms.Add(vm);
            destination.MemoryMegabytes += vm.MemoryMegabytes;
            _migrations++;
            touched.Add(destination);
            touched.Add(vm.Host!);
            var end = now + vm.MigrationSeconds;
            if (!arrivals.TryGetValue(end, out var list))
            {
                arrivals.Add(end, list = []);
            }

            list.Add(migration);
        }

        foreach (var host in touched)
        {
            host.Update(now);
        }

        foreach (var (time, list) in arrivals)
        {
            if (time >= Length)
            {
                continue;
            }

            Advance(time, isTick: false);
            foreach (var (vm, destination) in list)
            {
                Arrive(vm, destination);
            }

            Advance(time, isTick: false);
        }
    }

    private static void Arrive(VirtualMachine vm, Host destination)
    {
        var source = vm.Host!;
        source.Vms.Remove(vm);
        source.MemoryMegabytes -= vm.MemoryMegabytes;
        destination.Incoming.Remove(vm);
        destination.Vms.Remove(vm);
        destination.Vms.Add(vm);
        vm.IsMigrating = false;
        vm.Host = destination;
    }

    private double ShareAt(int vm, double time)
    {
        var samples = _day.Shares[vm];
        if (time % Interval == 0)
        {
            return samples[(int)time / (int)Interval];
        }

        var before = (int)Math.Floor(time / Interval);
        var after = (int)Math.Ceiling(time / Interval);
        var share = samples[before];
        return share + ((samples[after] - share) / ((after - before) * Interval) * (time - (before * Interval)));
    }

    private RunOutcome Outcome()
    {
        var hosts = _center.Hosts;
        var on = hosts.Sum(host => host.SecondsOn);
        var requested = _all.Sum(vm => vm.RequestedWork);
        return new RunOutcome
        {
            Day = _day.Name,
            Setup = _center.Setup,
            Policy = _policy.Name,
            EnergyKwh = _wattSeconds / 3.6e6,
            Migrations = _migrations,
            PooledSlatah = hosts.Sum(host => host.SecondsUnderAllocated) / on,
            GenuineSlatah = hosts.Sum(host => host.SecondsOverloaded) / on,
            Pdm = _all.Sum(vm => vm.MigrationLoss) / requested,
            UnservedShare = (requested - _all.Sum(vm => vm.AllocatedWork)) / requested,
            Shutdowns = hosts.Sum(host => host.ShutdownsInAll),
            MeanHosts = on / _last,
            PeakHosts = _peak,
            BoundKwh = requested * (ServerModel.G5.Watts(1) / ServerModel.G5.TotalMips) / 3.6e6,
        };
    }
}
