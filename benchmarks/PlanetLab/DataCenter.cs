namespace Placement.Benchmarks.PlanetLab;

/// <summary>What a policy sees: hosts, the VMs that are left, and the rules in force.</summary>
internal sealed class DataCenter(ExperimentSetup setup, int hostCount)
{
    public ExperimentSetup Setup { get; } = setup;

    public IReadOnlyList<Host> Hosts { get; } = [.. Enumerable.Range(0, hostCount).Select(id => new Host(id, id % 2 == 0 ? ServerModel.G4 : ServerModel.G5))];

    /// <summary>Gets the VMs that have not been dropped.</summary>
    public List<VirtualMachine> Vms { get; } = [];

    /// <summary>Whether a VM fits a host at the start, where it asks for all its MIPS, memory and bandwidth.</summary>
    public static bool FitsFirst(VirtualMachine vm, Host host) =>
        host.Model.CoreMips >= vm.Mips && host.Free >= vm.Mips && host.FreeBandwidth >= VirtualMachine.Bandwidth
        && host.MemoryMegabytes + vm.MemoryMegabytes <= ServerModel.MemoryMegabytes;

    /// <summary>Whether a VM fits a host at a migration, where it asks for its current demand.</summary>
    public bool Fits(VirtualMachine vm, Host host) =>
        host.Model.CoreMips >= vm.Demand && host.Free >= vm.Demand
        && (!Setup.EnforceMemory || host.MemoryMegabytes + vm.MemoryMegabytes <= ServerModel.MemoryMegabytes);
}
