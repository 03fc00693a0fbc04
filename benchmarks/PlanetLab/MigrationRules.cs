namespace Placement.Benchmarks.PlanetLab;

/// <summary>Checks a policy's migrations against the experiment's rules, so that no policy can win by breaking one.</summary>
/// <remarks>
/// A destination must have a core as fast as the demand and free MIPS for it after the arrivals named before; with memory enforced also the memory.
/// What leaves a host makes room for nothing until it has left, except that the published policies count memory of VMs taken off an overloaded host as free;
/// no destination of theirs is such a host, so the check holds for them as well.
/// </remarks>
internal static class MigrationRules
{
    public static IReadOnlyList<Migration> Check(IConsolidationPolicy policy, DataCenter center)
    {
        var migrations = policy.Decide(center);
        var free = new Dictionary<Host, double>();
        var memory = new Dictionary<Host, int>();
        foreach (var (vm, host) in migrations)
        {
            var left = free.GetValueOrDefault(host, host.Free);
            var used = memory.GetValueOrDefault(host, host.MemoryMegabytes);
            if (vm.Host is null || host.Model.CoreMips < vm.Demand || left < vm.Demand)
            {
                throw new InvalidOperationException($"{policy.Name} moves VM {vm.Id}, asking {vm.Demand} MIPS, to host {host.Id}, which has {left} MIPS free.");
            }

            if (center.Setup.EnforceMemory && used + vm.MemoryMegabytes > ServerModel.MemoryMegabytes)
            {
                throw new InvalidOperationException($"{policy.Name} moves VM {vm.Id} of {vm.MemoryMegabytes} MB to host {host.Id}, where {used} of {ServerModel.MemoryMegabytes} MB are taken.");
            }

            free[host] = left - vm.Demand;
            memory[host] = used + vm.MemoryMegabytes;
        }

        return migrations;
    }
}
