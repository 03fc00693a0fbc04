namespace Placement.Benchmarks.PlanetLab;

/// <summary>Decides where VMs start and, every five minutes, which migrate where.</summary>
/// <remarks>Called with the state of now and the past; leaves hosts and VMs as it found them. The simulation checks each migration against the rules.</remarks>
internal interface IConsolidationPolicy
{
    string Name { get; }

    /// <summary>Gets a value indicating whether every host draws full power all day, used or not.</summary>
    bool AlwaysFullPower => false;

    /// <summary>Chooses the first host of a VM, or null if none will do.</summary>
    Host? PlaceFirst(VirtualMachine vm, DataCenter dataCenter);

    /// <summary>Chooses the migrations that start now, in order.</summary>
    IReadOnlyList<Migration> Decide(DataCenter dataCenter);
}
