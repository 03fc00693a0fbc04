namespace Placement.Benchmarks.PlanetLab.Policies;

/// <summary>THR: overloaded above a fixed share of the host.</summary>
internal sealed class StaticThreshold(double threshold) : IOverloadDetector
{
    public double FirstThreshold => threshold;

    public bool IsOverloaded(Host host, List<VirtualMachine> vms, VirtualMachine? extra) => LoadSum.Exceeds(threshold, host, vms, extra);
}
