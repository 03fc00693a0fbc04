using Placement.Telemetry.Quantities;

namespace Placement.Telemetry.Analysis;

/// <summary>What is free on a node, and what of it is stranded: free on one resource, unusable for lack of the other.</summary>
public sealed record NodeRoom
{
    /// <value>The node.</value>
    public required string Node { get; init; }

    /// <value>CPU not taken.</value>
    public required CpuQuantity FreeCpu { get; init; }

    /// <value>Memory not taken.</value>
    public required ByteQuantity FreeMemory { get; init; }

    /// <value>Free CPU that the fleet's mix of demands cannot use here, since memory runs out first.</value>
    public required CpuQuantity StrandedCpu { get; init; }

    /// <value>Free memory that the fleet's mix of demands cannot use here, since CPU runs out first.</value>
    public required ByteQuantity StrandedMemory { get; init; }
}
