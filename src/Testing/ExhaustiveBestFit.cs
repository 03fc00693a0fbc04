using Placement.Scheduling.Deciding;

namespace Placement.Testing;

/// <summary>Best fit by looking at every node: what the index must agree with, and the yardstick of the online benchmark.</summary>
internal static class ExhaustiveBestFit
{
    public static int Place(FleetIndex index, RuleSet rules, Occupancy occupancy, int wanted)
    {
        var best = -1;
        var bestEmpty = true;
        var bestScore = long.MaxValue;
        for (var n = 0; n < index.Limit; n++)
        {
            if (!index.Exists(n) || index.FreeCpu(n) < rules.Demand.CpuMillicores || index.FreeMemory(n) < rules.Demand.MemoryBytes)
            {
                continue;
            }

            var empty = index.Replicas(n) == 0;
            var score = index.ScoreOf(n);
            if ((empty, score).CompareTo((bestEmpty, bestScore)) < 0 && index.Refusal(n, rules, occupancy, wanted, 0) is null)
            {
                (best, bestEmpty, bestScore) = (n, empty, score);
            }
        }

        return best;
    }
}
