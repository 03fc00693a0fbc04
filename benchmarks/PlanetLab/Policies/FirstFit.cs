namespace Placement.Benchmarks.PlanetLab.Policies;

/// <summary>First fit and no migration: DVFS, where power follows the load, or NPA, where every host draws full power.</summary>
internal sealed class FirstFit(string name, bool alwaysFullPower) : IConsolidationPolicy
{
    public string Name => name;

    public bool AlwaysFullPower => alwaysFullPower;

    public Host? PlaceFirst(VirtualMachine vm, DataCenter dataCenter) => dataCenter.Hosts.FirstOrDefault(host => DataCenter.FitsFirst(vm, host));

    public IReadOnlyList<Migration> Decide(DataCenter dataCenter) => [];
}
