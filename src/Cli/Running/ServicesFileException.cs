namespace Placement.Cli.Running;

/// <summary>A services file that cannot be used; every fault is named.</summary>
internal sealed class ServicesFileException(IReadOnlyList<ServicesFault> faults) : Exception(string.Join('\n', faults))
{
    public IReadOnlyList<ServicesFault> Faults { get; } = faults;
}
