namespace Placement.Benchmarks.PlanetLab.Policies;

/// <summary>A host as it will be when the migrations planned in this round are done. What leaves makes no room before it has left.</summary>
internal sealed class HostPlan
{
    private readonly DemandBook _book;

    public HostPlan(Host host, DemandBook book)
    {
        Host = host;
        _book = book;
        Free = host.Free;
        MemoryMegabytes = host.MemoryMegabytes;
        foreach (var vm in host.Vms)
        {
            Count(vm, 1);
        }

        MoveCost = Vms.Sum(vm => vm.Demand * vm.MigrationSeconds);
    }

    public Host Host { get; }

    public List<VirtualMachine> Vms { get; } = [];

    /// <summary>Gets the demand of now.</summary>
    public double Now { get; private set; }

    public double Mean { get; private set; }

    public double Variance { get; private set; }

    public double Free { get; private set; }

    public int MemoryMegabytes { get; private set; }

    /// <summary>Gets what emptying the host costs its VMs: MIPS times seconds of copying.</summary>
    public double MoveCost { get; }

    /// <summary>Gets or sets a value indicating whether VMs arrive in this round: the host is disturbed anyway, and stays on.</summary>
    public bool Receives { get; set; }

    /// <summary>Gets or sets a value indicating whether the host may neither receive nor be emptied in this round.</summary>
    public bool IsClosed { get; set; }

    public bool IsHot => Now > Host.Model.TotalMips || Vms.Any(vm => vm.Demand > Host.Model.CoreMips);

    /// <summary>The demand that is exceeded with the risk of so many deviations.</summary>
    public double Effective(double deviations) => Mean + (deviations * Math.Sqrt(Math.Max(0, Variance)));

    public double Room(double deviations) => Math.Max(0, Host.Model.TotalMips - Effective(deviations));

    public bool Accepts(VirtualMachine vm, double deviations, bool enforceMemory) =>
        !IsClosed && Free >= vm.Demand && Host.Model.CoreMips >= vm.Mips
        && (!enforceMemory || MemoryMegabytes + vm.MemoryMegabytes <= ServerModel.MemoryMegabytes)
        && Mean + _book.Level(vm) + (deviations * Math.Sqrt(Math.Max(0, Variance + _book.Variance(vm)))) <= Host.Model.TotalMips;

    public void Add(VirtualMachine vm)
    {
        Count(vm, 1);
        Free -= vm.Demand;
        MemoryMegabytes += vm.MemoryMegabytes;
    }

    public void Undo(VirtualMachine vm)
    {
        Remove(vm);
        Free += vm.Demand;
        MemoryMegabytes -= vm.MemoryMegabytes;
    }

    /// <summary>Notes that a VM leaves.</summary>
    public void Remove(VirtualMachine vm) => Count(vm, -1);

    private void Count(VirtualMachine vm, int sign)
    {
        if (sign > 0)
        {
            Vms.Add(vm);
        }
        else
        {
            Vms.Remove(vm);
        }

        Now += sign * vm.Demand;
        Mean += sign * _book.Level(vm);
        Variance += sign * _book.Variance(vm);
    }
}
