using Placement.Backtesting;
using Placement.Model;

namespace Placement.Reporting;

/// <summary>Turns replays into hot spots and a line over time.</summary>
internal static class HotSpotList
{
    private const int MaxBuckets = 336;

    public static ReportHotSpots? Of(ClusterModel fleet, ReplayResult? now, ReplayResult? after) => now is null || after is null ? null : new ReportHotSpots
    {
        Start = now.Start,
        BucketMinutes = now.SlotWidth.TotalMinutes * BucketSlots(now.SlotCount),
        Now = Buckets(now.HotNodesBySlot),
        After = Buckets(after.HotNodesBySlot),
        HotMinutesNow = now.HotMinutes,
        HotMinutesAfter = after.HotMinutes,
        ListNow = List(fleet, now, overloadOnly: false),
        ListAfter = List(fleet, after, overloadOnly: false),
    };

    /// <summary>Nodes and resources that were hot (or overloaded), longest first.</summary>
    public static IReadOnlyList<ReportHotSpot> List(ClusterModel fleet, ReplayResult replay, bool overloadOnly) =>
    [
        .. replay.Nodes.Where(n => overloadOnly ? n.OverloadSlots > 0 : n.HotSlots > 0)
            .OrderByDescending(n => overloadOnly ? n.OverloadSlots : n.HotSlots).ThenBy(n => n.Node).ThenBy(n => n.Resource)
            .Select(n => new ReportHotSpot
            {
                Node = fleet.Nodes[n.Node].Id,
                Resource = fleet.Resources[n.Resource].Name,
                HotMinutes = n.HotSlots * replay.SlotWidth.TotalMinutes,
                OverloadMinutes = n.OverloadSlots * replay.SlotWidth.TotalMinutes,
                Peak = fleet.Nodes[n.Node].Capacity[n.Resource] is > 0 and var capacity ? Math.Round((double)n.Peak / capacity, 4) : 0,
                PeakAt = replay.Start + (replay.SlotWidth * n.PeakSlot),
                LongestStart = replay.Start + (replay.SlotWidth * Math.Max(0, n.LongestHotStart)),
                LongestMinutes = n.LongestHotSlots * replay.SlotWidth.TotalMinutes,
            }),
    ];

    private static int BucketSlots(int slots) => (slots + MaxBuckets - 1) / MaxBuckets;

    private static int[] Buckets(IReadOnlyList<int> bySlot) => [.. bySlot.Chunk(BucketSlots(bySlot.Count)).Select(c => c.Max())];
}
