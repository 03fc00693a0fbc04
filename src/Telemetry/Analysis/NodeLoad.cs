using Placement.Telemetry.Quantities;

namespace Placement.Telemetry.Analysis;

/// <summary>What is taken on a node: reserved by requests, or used at a percentile; the caller says which.</summary>
public sealed record NodeLoad
{
    /// <value>How large the node is.</value>
    public required NodeSize Size { get; init; }

    /// <value>CPU taken; may be above the size where usage or requests are.</value>
    public required CpuQuantity Cpu { get; init; }

    /// <value>Memory taken; may be above the size.</value>
    public required ByteQuantity Memory { get; init; }
}
