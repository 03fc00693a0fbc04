using Placement.Telemetry.Quantities;
using Placement.Telemetry.Samples;

namespace Placement.Telemetry.Analysis;

/// <summary>How large a node is.</summary>
public sealed record NodeSize
{
    /// <value>Identifier, as the telemetry writes it.</value>
    public required string Node { get; init; }

    /// <value>CPU that it has.</value>
    public required CpuQuantity Cpu { get; init; }

    /// <value>Memory that it has.</value>
    public required ByteQuantity Memory { get; init; }

    internal long Of(Resource resource) => resource == Resource.Cpu ? Cpu.Millicores : Memory.Bytes;
}
