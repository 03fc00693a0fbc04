namespace Placement.Benchmarks.PlanetLab.Policies;

/// <summary>Says whether a host counts as overloaded.</summary>
internal interface IOverloadDetector
{
    /// <summary>Gets the share of a host's MIPS above which a VM at the start goes to another host.</summary>
    double FirstThreshold => 0.7;

    /// <summary>Says whether <paramref name="vms"/>, and <paramref name="extra"/> if any, overload <paramref name="host"/>.</summary>
    bool IsOverloaded(Host host, List<VirtualMachine> vms, VirtualMachine? extra);
}
