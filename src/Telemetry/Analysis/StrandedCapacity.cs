using Placement.Telemetry.Quantities;

namespace Placement.Telemetry.Analysis;

/// <summary>Finds stranded capacity.</summary>
public static class StrandedCapacity
{
    /// <summary>Splits what is free on each node into usable and stranded, in the order given.</summary>
    /// <remarks>
    /// The yardstick is the fleet's own mix: all memory taken per all CPU taken. More of the same mix fits on a node until one resource runs out;
    /// what is then left of the other is stranded. A full node strands all of its other resource.
    /// </remarks>
    /// <param name="nodes">Sizes and what is taken.</param>
    public static IReadOnlyList<NodeRoom> Measure(IReadOnlyList<NodeLoad> nodes)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        double cpu = nodes.Sum(node => (double)node.Cpu.Millicores);
        double memory = nodes.Sum(node => (double)node.Memory.Bytes);
        return [.. nodes.Select(node => RoomOf(node, cpu, memory))];
    }

    private static NodeRoom RoomOf(NodeLoad node, double cpu, double memory)
    {
        var freeCpu = Math.Max(0, node.Size.Cpu.Millicores - node.Cpu.Millicores);
        var freeMemory = Math.Max(0, node.Size.Memory.Bytes - node.Memory.Bytes);

        // How much of the fleet's whole load would fit, by each resource; a fleet without load can use everything.
        var byCpu = cpu > 0 ? freeCpu / cpu : double.PositiveInfinity;
        var byMemory = memory > 0 ? freeMemory / memory : double.PositiveInfinity;
        return new NodeRoom
        {
            Node = node.Size.Node,
            FreeCpu = CpuQuantity.FromMillicores(freeCpu),
            FreeMemory = ByteQuantity.FromBytes(freeMemory),
            StrandedCpu = byMemory < byCpu && cpu > 0 ? CpuQuantity.FromMillicoresRoundedDown(freeCpu - (byMemory * cpu)) : CpuQuantity.Zero,
            StrandedMemory = byCpu < byMemory && memory > 0 ? ByteQuantity.FromBytesRoundedDown(freeMemory - (byCpu * memory)) : ByteQuantity.Zero,
        };
    }
}
