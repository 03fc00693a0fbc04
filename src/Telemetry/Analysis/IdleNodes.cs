using Placement.Telemetry.Profiles;
using Placement.Telemetry.Samples;

namespace Placement.Telemetry.Analysis;

/// <summary>Finds idle nodes.</summary>
public static class IdleNodes
{
    /// <summary>Finds the idle nodes, ordered by name. Missing slots count as high: a node of which too little is known is not idle.</summary>
    /// <param name="window">Telemetry of nodes.</param>
    /// <param name="nodes">Sizes of the nodes.</param>
    /// <param name="options">What counts as idle; <see langword="null"/> for the defaults.</param>
    public static IReadOnlyList<IdleNode> Find(TelemetryWindow window, IEnumerable<NodeSize> nodes, IdleOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(window);
        ArgumentNullException.ThrowIfNull(nodes);
        options ??= new IdleOptions();
        var idle = new List<IdleNode>();
        foreach (var node in nodes.OrderBy(node => node.Node, StringComparer.Ordinal))
        {
            var memoryIsFed = window.Find(SeriesKey.ForNode(node.Node, Resource.Memory)) is not null
                || window.SeriesWithoutData.Contains(SeriesKey.ForNode(node.Node, Resource.Memory));
            var memory = ShareOf(window, node, Resource.Memory, options.Percentile);
            if (ShareOf(window, node, Resource.Cpu, options.Percentile) is { } cpu && cpu <= options.CpuShare && (!memoryIsFed || memory <= options.MemoryShare))
            {
                idle.Add(new IdleNode { Node = node.Node, CpuShare = cpu, MemoryShare = memory });
            }
        }

        return idle;
    }

    private static double? ShareOf(TelemetryWindow window, NodeSize node, Resource resource, double percentile) =>
        node.Of(resource) > 0 && window.Find(SeriesKey.ForNode(node.Node, resource)) is { } profile && profile.TryGetUpperPercentile(percentile, out var usage)
            ? usage / node.Of(resource)
            : null;
}
