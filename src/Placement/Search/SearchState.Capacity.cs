using System.Runtime.CompilerServices;

namespace Placement.Search;

/// <content>Room for a replica, and what load, balance and moves cost.</content>
internal sealed partial class SearchState
{
    /// <summary>Asks for what a replica needs to be brought near; whoever draws it early waits for it less.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void FetchDemand(int replica) => Lanes.Fetch(_rows, _rowOf[replica], _stride);

    /// <summary>Asks for what a replica needs and costs to be brought near.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void FetchRow(int replica) => Lanes.Fetch(_rows, _rowOf[replica], (2 * _stride) + _costStride);

    /// <summary>Asks for the room of a node to be brought near.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void FetchRoom(int node) => Lanes.Fetch(_slack, node * _stride, _stride);

    /// <summary>Tells whether a node has room for a replica that is elsewhere, in every dimension and while replicas move. O(dimensions).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool HasRoom(int replica, int node) =>
        NodeOf[replica] < 0 && Problem.MayLeaveUnplaced
            ? HasRoomForUnplaced(replica, node)
            : Lanes.Fits(_slack, node * _stride, _rows, DemandAt(replica, node), _stride);

    /// <summary>Tells whether a node has room for a replica once another has left it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool HasRoomAfter(int node, int leaving, int entering) =>
        Lanes.FitsAfter(_slack, node * _stride, _rows, DemandAt(leaving, node), DemandAt(entering, node), _stride);

    /// <summary>Tells whether two placed replicas on different nodes fit when they change places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool HaveRoomSwapped(int first, int second) =>
        HasRoomAfter(NodeOf[first], first, second) && HasRoomAfter(NodeOf[second], second, first);

    /// <summary>Tells whether a node uses more than it has in some dimension.</summary>
    public bool IsOverfull(int node) => _slack.AsSpan(node * _stride, _stride).ContainsAnyInRange(long.MinValue, -1);

    /// <summary>Gets the weighted units by which a node is above its capacity.</summary>
    public long LackOf(int node) => _lack[node];

    /// <summary>The change of the lack of room on the node that a replica leaves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long LeaveLack(int replica, int node) =>
        _lack[node] == 0 ? 0 : Lanes.LackWithout(_slack, node * _stride, _rows, DemandAt(replica, node), _stride) - _lack[node];

    /// <summary>The change of the lack of room on the node that a replica enters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long EnterLack(int replica, int node) => Lanes.LackWith(_slack, node * _stride, _rows, DemandAt(replica, node), _stride) - _lack[node];

    /// <summary>The change of the lack of room on a node that one replica leaves and another enters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long ExchangeLack(int node, int leaving, int entering) =>
        Lanes.LackExchanged(_slack, node * _stride, _rows, DemandAt(leaving, node), DemandAt(entering, node), _stride) - _lack[node];

    /// <summary>The change of the lack of room on both nodes when two replicas change places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long SwapLack(int first, int second, int a, int b) => ExchangeLack(b, second, first) + ExchangeLack(a, first, second);

    /// <summary>The change of load and balance cost on the node that a replica leaves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long LeaveCost(int replica, int node) =>
        Lanes.PositiveWithout(_excess, node * _costStride, _rows, CostOf(replica), _costStride) - _nodeCost[node];

    /// <summary>The change of load and balance cost on the node that a replica enters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long EnterCost(int replica, int node) =>
        Lanes.PositiveWith(_excess, node * _costStride, _rows, CostOf(replica), _costStride) - _nodeCost[node];

    /// <summary>The change of load and balance cost on a node that one replica leaves and another enters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long ExchangeCost(int node, int leaving, int entering) =>
        Lanes.PositiveExchanged(_excess, node * _costStride, _rows, CostOf(leaving), CostOf(entering), _costStride) - _nodeCost[node];

    /// <summary>The change of load and balance cost on both nodes when two replicas change places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long SwapNodeCosts(int first, int second) => ExchangeCost(NodeOf[first], first, second) + ExchangeCost(NodeOf[second], second, first);

    /// <summary>Gets whether a change can be worth more than its load, balance and move costs say.</summary>
    public bool MayGain => Violation > 0 || Model.HasSavings;

    /// <summary>The cost of having a replica where it is or would be, instead of on its origin.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long MoveCost(int replica, int node) => Problem.MoveCost(replica, node);

    /// <summary>The change of the replica's own move cost; the cost of the most moved workload is apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long MoveCostChange(int replica, int from, int to) =>
        Problem.OriginTable[replica] < 0 ? 0 : Problem.MoveCost(replica, to) - Problem.MoveCost(replica, from);

    /// <summary>What it costs to put a replica without a node on a node, without the cost of the most moved workload and of rules between workloads.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long EnterPrice(int replica, int node) =>
        EnterCost(replica, node) + MoveCostChange(replica, -1, node)
        + (Model.HasPrices && CountOn[node] == 0 ? Problem.PriceTable[node] : 0)
        - (Problem.MayLeaveUnplaced ? Problem.UnplacedCost(replica) : 0);

    private bool HasRoomForUnplaced(int replica, int node)
    {
        var row = _rowOf[replica];
        var origin = Problem.OriginTable[replica];
        if (!Lanes.Fits(_slack, node * _stride, _rows, row, _stride))
        {
            return false;
        }

        if (origin >= 0 && origin != node && Model.HasTransient)
        {
            for (var i = 0; i < _stride; i++)
            {
                var transient = _rows[row + i] - _rows[row + _stride + i];
                if (transient > 0 && transient > _slack[(origin * _stride) + i])
                {
                    return false;
                }
            }
        }

        return true;
    }
}
