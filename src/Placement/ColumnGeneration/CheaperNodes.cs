using Placement.Problems;

namespace Placement.ColumnGeneration;

/// <summary>Takes nodes from a plan, or trades them for cheaper ones, until those left cost less than a limit; together they still have room for all demand.</summary>
internal static class CheaperNodes
{
    private const int Choices = 3;

    /// <summary>Chooses the nodes.</summary>
    /// <param name="space">Classes and prices.</param>
    /// <param name="placed">The plan.</param>
    /// <param name="upperBound">The cost to be below.</param>
    /// <param name="random">Chooses among the smallest steps down.</param>
    /// <returns>The nodes, or <see langword="null"/> when no such set has room.</returns>
    public static int[]? Choose(PatternSpace space, Assignment placed, long upperBound, Random random)
    {
        var filled = placed.Nodes.ToArray().CountBy(n => n).ToDictionary();
        var counts = new int[space.Nodes.Count];
        foreach (var node in filled.Keys)
        {
            counts[space.Nodes.ClassOf[node]]++;
        }

        for (var cost = filled.Keys.Sum(space.Problem.Price); cost >= upperBound;)
        {
            var steps = Steps(space, counts).OrderBy(s => s.Saved).ThenBy(s => s.From).ThenBy(s => s.To).Take(Choices).ToList();
            if (steps.Count == 0)
            {
                return null;
            }

            var (saved, from, to) = steps[random.Next(steps.Count)];
            Apply(counts, from, to, 1);
            cost -= saved;
        }

        // Of the nodes of a class, the fullest stay.
        return [.. counts.SelectMany((count, k) => space.Nodes.Members[k].OrderByDescending(filled.GetValueOrDefault).Take(count))];
    }

    private static IEnumerable<(long Saved, int From, int To)> Steps(PatternSpace space, int[] counts)
    {
        for (var from = 0; from < counts.Length; from++)
        {
            for (var to = -1; to < counts.Length && counts[from] > 0; to++)
            {
                var saved = space.Price[from] - (to < 0 ? 0 : space.Price[to]);
                if (saved <= 0 || (to >= 0 && counts[to] == space.NodeCount[to]))
                {
                    continue;
                }

                Apply(counts, from, to, 1);
                var hasRoom = HasRoom(space, counts);
                Apply(counts, from, to, -1);
                if (hasRoom)
                {
                    yield return (saved, from, to);
                }
            }
        }
    }

    private static void Apply(int[] counts, int from, int to, int sign)
    {
        counts[from] -= sign;
        if (to >= 0)
        {
            counts[to] += sign;
        }
    }

    private static bool HasRoom(PatternSpace space, int[] counts)
    {
        for (var d = 0; d < space.Problem.DimensionCount; d++)
        {
            var room = (Int128)0;
            for (var k = 0; k < counts.Length; k++)
            {
                room += (Int128)counts[k] * space.Problem.Capacity(space.Nodes.Members[k][0])[d];
            }

            for (var g = 0; g < space.Demand.Length; g++)
            {
                room -= (Int128)space.Demand[g] * space.Problem.Demand(space.Groups.Members[g][0])[d];
            }

            if (room < 0)
            {
                return false;
            }
        }

        return true;
    }
}
