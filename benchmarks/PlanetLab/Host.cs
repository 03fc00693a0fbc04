namespace Placement.Benchmarks.PlanetLab;

/// <summary>A host with two cores, shared by time, that may be oversubscribed.</summary>
internal sealed class Host(int id, ServerModel model)
{
    private readonly List<double> _allocated = [];
    private double _accountedAt = -1;
    private double _accountedAllocation;
    private double _accountedRequest;
    private bool _accountedGenuine;
    private bool _on = true;
    private bool _wasOn = true;

    public int Id { get; } = id;

    public ServerModel Model { get; } = model;

    /// <summary>Gets the VMs here, in order of arrival; one that migrates is at its source and its destination.</summary>
    public List<VirtualMachine> Vms { get; } = [];

    /// <summary>Gets the VMs whose copy to this host still runs.</summary>
    public List<VirtualMachine> Incoming { get; } = [];

    /// <summary>Gets or sets the nominal memory of the VMs here.</summary>
    public int MemoryMegabytes { get; set; }

    public int FreeBandwidth { get; set; } = ServerModel.Bandwidth;

    /// <summary>Gets the MIPS not yet given out.</summary>
    public double Free { get; private set; } = model.TotalMips;

    /// <summary>Gets the MIPS in use at the last update.</summary>
    public double Used { get; private set; }

    public double UsedBefore { get; private set; }

    /// <summary>Gets the utilisation, 0 if the host is off.</summary>
    public double Utilisation => Share(Used);

    public double UtilisationBefore => Share(UsedBefore);

    public double SecondsOn { get; private set; }

    /// <summary>Gets the seconds in which less was allocated than requested, which counts arriving migrations.</summary>
    public double SecondsUnderAllocated { get; private set; }

    /// <summary>Gets the seconds in which the residents asked for more than the host has.</summary>
    public double SecondsOverloaded { get; private set; }

    public int Shutdowns { get; private set; }

    public int ShutdownsInAll => Shutdowns + (_wasOn && !_on ? 1 : 0);

    /// <summary>Gets the sum of what is allocated, in the order of the VMs.</summary>
    public double Allocated
    {
        get
        {
            var sum = 0.0;
            foreach (var mips in _allocated)
            {
                sum += mips;
            }

            return sum;
        }
    }

    /// <summary>Places a VM without a migration: at the start, or tentatively.</summary>
    public void Place(VirtualMachine vm, double mips)
    {
        Vms.Add(vm);
        _allocated.Add(mips);
        Free -= mips;
        MemoryMegabytes += vm.MemoryMegabytes;
    }

    /// <summary>Takes a VM away and shares the host anew.</summary>
    public void Remove(VirtualMachine vm)
    {
        Vms.Remove(vm);
        MemoryMegabytes -= vm.MemoryMegabytes;
        Reallocate();
    }

    /// <summary>Puts the VMs back as they were.</summary>
    public void Restore(List<VirtualMachine> vms, int memoryMegabytes)
    {
        Vms.Clear();
        Vms.AddRange(vms);
        MemoryMegabytes = memoryMegabytes;
        Reallocate();
    }

    /// <summary>Shares the host: everybody gets what is asked, or, if that is too much, a proportional share in whole MIPS.</summary>
    public void Reallocate()
    {
        _allocated.Clear();
        var core = Model.CoreMips;
        var total = 0.0;
        foreach (var vm in Vms)
        {
            var mips = vm.Demand < core ? vm.Demand : core;
            total += Arrives(vm) ? mips * 0.1 : mips;
        }

        var fits = total <= Model.TotalMips + 1e-9;
        var scale = fits ? 1 : Model.TotalMips / total;
        foreach (var vm in Vms)
        {
            var mips = vm.Demand < core ? vm.Demand : core;
            if (fits)
            {
                _allocated.Add(Arrives(vm) ? mips * 0.1 : vm.IsMigrating ? mips * 0.9 : mips);
            }
            else
            {
                _allocated.Add(Math.Floor(Arrives(vm) ? mips * 0.1 * scale : vm.IsMigrating ? mips * scale * 0.9 : mips * scale));
            }
        }

        Free = fits ? Model.TotalMips - total : 0;
    }

    /// <summary>Brings allocation, use and accounts to <paramref name="time"/>, after every VM's demand was set.</summary>
    public void Update(double time)
    {
        UsedBefore = Used;
        if (Vms.Count == 0)
        {
            _allocated.Clear();
            Free = Model.TotalMips;
            Used = 0;
            Account(time, 0, 0, false);
            return;
        }

        Reallocate();
        double used = 0, requested = 0, resident = 0;
        var starved = false;
        for (var i = 0; i < Vms.Count; i++)
        {
            var vm = Vms[i];
            var allocated = _allocated[i];
            if (!Arrives(vm))
            {
                vm.Account(time, allocated, vm.Demand, vm.IsMigrating);
                resident += vm.Demand;
                starved |= vm.Demand > Model.CoreMips;
                if (vm.IsMigrating)
                {
                    allocated /= 0.9;
                }
            }

            used += allocated;
            requested += vm.Demand;
        }

        Used = used;
        Account(time, used, requested, resident > Model.TotalMips || starved);
    }

    private bool Arrives(VirtualMachine vm) => Incoming.Count > 0 && Incoming.Contains(vm);

    private double Share(double mips)
    {
        var share = mips / Model.TotalMips;
        return share is > 1 and < 1.01 ? 1 : share;
    }

    private void Account(double time, double allocated, double requested, bool genuine)
    {
        if (_accountedAt != -1 && _accountedAt != time)
        {
            if (_wasOn && !_on)
            {
                Shutdowns++;
            }

            _wasOn = _on;
            if (_on)
            {
                var elapsed = time - _accountedAt;
                SecondsOn += elapsed;
                SecondsUnderAllocated += _accountedAllocation < _accountedRequest ? elapsed : 0;
                SecondsOverloaded += _accountedGenuine ? elapsed : 0;
            }
        }

        (_accountedAt, _accountedAllocation, _accountedRequest, _accountedGenuine) = (time, allocated, requested, genuine);
        _on = allocated > 0;
    }
}
