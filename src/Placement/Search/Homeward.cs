using System.Runtime.CompilerServices;

namespace Placement.Search;

/// <summary>Draws for replicas that are away from their origin: which of them to bring nearer, and where to.</summary>
/// <remarks>
/// A random node is one that is cheap to have moved to once in as many draws as there are nodes, and a random partner for an exchange is as seldom on one. When load is about
/// as low as it can be, nothing else is left to save; and before, while the large replicas are still free, a search that leans towards the origins ends where less was moved
/// and more of the room that moves in flight take is left. How much to lean is found by trying.
/// </remarks>
internal sealed class Homeward(SearchState state, SearchRandom random)
{
    private const int Of = 256;
    private uint _share;

    /// <summary>Gets or sets the share of draws that look near to the origin, from 0 to 1.</summary>
    public double Share
    {
        get => (double)_share / Of;
        set => _share = (uint)(value * Of);
    }

    /// <summary>Draws a replica away from its origin; -1 when it is to be any.</summary>
    public int DrawReplica()
    {
        var away = state.Away();
        return away.Length > 0 && (random.NextBits() & (Of - 1)) < _share && away[random.Next(away.Length)] is var replica && state.MoveCost(replica, state.NodeOf[replica]) > 0
            ? replica
            : -1;
    }

    /// <summary>Draws a node for a replica: one near to its origin as often as the share says; otherwise, and when it is home, any.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int DrawNode(int replica) => Pulls(replica) ? Near(replica) : random.Next(state.Problem.NodeCount);

    /// <summary>Draws a partner for a replica: on a node near to its origin as often as the share says, -1 when that is empty; otherwise, and when it is home, any.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int DrawPartner(int replica) => Pulls(replica) ? OneOn(Near(replica)) : random.Next(state.Problem.ReplicaCount);

    private bool Pulls(int replica) =>
        _share != 0 && state.Problem.OriginTable[replica] is >= 0 and var origin && state.NodeOf[replica] is >= 0 and var node && origin != node
        && (random.NextBits() & (Of - 1)) < _share && state.MoveCost(replica, node) > 0;

    private int Near(int replica)
    {
        var origin = state.Problem.OriginTable[replica];
        var near = state.Model.NearTo(origin);
        return near.Length == 0 || (random.NextBits() & 3) == 0 ? origin : near[random.Next(near.Length)];
    }

    private int OneOn(int node)
    {
        var there = state.ReplicasOn(node);
        return there.Length == 0 ? -1 : there[random.Next(there.Length)];
    }
}
