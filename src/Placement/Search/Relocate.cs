namespace Placement.Search;

/// <summary>
/// Moves one replica to another node. Neighbourhood: replicas x nodes; O(dimensions) to test, O(dimensions + rules of the workload) to price.
/// </summary>
internal sealed class Relocate(SearchState state, SearchRandom random)
{
    private const int Tries = 12;
    public static int HomeShare = int.Parse(Environment.GetEnvironmentVariable("HOME_SHARE") ?? "32");

    private readonly int _replicas = state.Problem.ReplicaCount;
    private readonly int _nodes = state.Problem.NodeCount;

    /// <summary>Gets the number of candidates tested so far.</summary>
    public long Tested { get; private set; }

    /// <summary>Gets the number of candidates priced so far.</summary>
    public long Priced { get; private set; }

    /// <summary>Draws a replica and nodes until one has room, and moves it there when that costs at most the threshold.</summary>
    public bool Step(Threshold threshold)
    {
        var replica = random.Next(_replicas);
        var from = state.NodeOf[replica];
        if (from < 0)
        {
            return false;
        }

        var origin = state.Problem.OriginTable[replica];
        if (origin >= 0 && origin != from && random.Next(256) < HomeShare)
        {
            Tested++;
            if (!state.HasRoom(replica, origin) || !state.IsPermitted(replica, origin))
            {
                return false;
            }

            Priced++;
            return TryMove(replica, from, origin, threshold.Draw(random));
        }

        for (var left = Tries; left > 0; left--)
        {
            var to = random.Next(_nodes);
            if (!state.HasRoom(replica, to) || to == from || !state.IsPermitted(replica, to))
            {
                continue;
            }

            Tested += Tries - left + 1;
            Priced++;
            return TryMove(replica, from, to, threshold.Draw(random));
        }

        Tested += Tries;
        return false;
    }

    private bool TryMove(int replica, int from, int to, long limit)
    {
        var cost = state.LeaveCost(replica, from) + state.EnterCost(replica, to) + state.MoveCostChange(replica, from, to) + state.WorkloadMoveChange(replica, from, to);
        if (cost > limit && !state.Model.HasSavings)
        {
            return false;
        }

        var delta = new Delta(cost, 0) + state.PriceRules(replica, from, to);
        if (delta.Violation > 0 || delta.Cost > limit)
        {
            return false;
        }

        state.Apply(replica, to, delta);
        state.Verify(nameof(Relocate), true);
        return true;
    }
}
