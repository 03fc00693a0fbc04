using Placement.Telemetry.Profiles;
using Placement.Telemetry.Samples;

namespace Placement.Telemetry.Analysis;

/// <summary>Finds hot spots.</summary>
public static class HotSpots
{
    /// <summary>Finds the nodes above their target, the longest above it first.</summary>
    /// <remarks>A missing slot between two hot ones does not end a span: nothing says that the node had cooled.</remarks>
    /// <param name="window">Telemetry of nodes, with its grid.</param>
    /// <param name="nodes">Sizes of the nodes; a node without telemetry is passed over.</param>
    /// <param name="options">What counts as hot; <see langword="null"/> for the defaults.</param>
    /// <exception cref="InvalidOperationException">The window was read without its grid.</exception>
    public static IReadOnlyList<HotSpot> Find(TelemetryWindow window, IEnumerable<NodeSize> nodes, HotSpotOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(window);
        ArgumentNullException.ThrowIfNull(nodes);
        options ??= new HotSpotOptions();
        var found =
            from node in nodes
            from resource in new[] { Resource.Cpu, Resource.Memory }
            where node.Of(resource) > 0
            let profile = window.Find(SeriesKey.ForNode(node.Node, resource))
            where profile is not null
            let spot = SpotOf(profile, node, options)
            where spot is not null
            orderby spot.TimeAbove descending, spot.Node, spot.Resource
            select spot;
        return [.. found];
    }

    private static HotSpot? SpotOf(UsageProfile profile, NodeSize node, HotSpotOptions options)
    {
        var row = profile.Row ?? throw new InvalidOperationException("Hot spots need the usage of each slot. Read the window with its grid.");
        var capacity = node.Of(profile.Key.Resource);
        var limit = capacity * options.Target;
        var spans = new List<HotSpan>();
        var (first, last, above) = (-1, -1, 0);
        float peak = 0;
        for (var slot = 0; slot < row.Count; slot++)
        {
            if (row.Peaks[slot] > limit)
            {
                first = first < 0 ? slot : first;
                last = slot;
                peak = Math.Max(peak, row.Peaks[slot]);
                above++;
            }
            else if (first >= 0 && !float.IsNaN(row.Peaks[slot]))
            {
                Close();
            }
        }

        if (first >= 0)
        {
            Close();
        }

        if (above == 0 || above < options.MinShare * profile.Slots)
        {
            return null;
        }

        return new HotSpot
        {
            Node = node.Node,
            Resource = profile.Key.Resource,
            Capacity = capacity,
            Target = options.Target,
            ShareOfTime = (double)above / profile.Slots,
            TimeAbove = profile.Axis.Width * above,
            PeakShare = profile.Max / capacity,
            Spans = spans,
        };

        void Close()
        {
            spans.Add(new HotSpan { Start = profile.Axis.StartOf(first), End = profile.Axis.StartOf(last + 1), PeakShare = peak / (double)capacity });
            (first, peak) = (-1, 0);
        }
    }
}
