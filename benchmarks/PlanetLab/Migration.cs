namespace Placement.Benchmarks.PlanetLab;

/// <summary>A live migration that starts now.</summary>
internal readonly record struct Migration(VirtualMachine Vm, Host Destination);
