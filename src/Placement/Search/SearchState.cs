using System.Runtime.CompilerServices;
using Placement.Problems;

namespace Placement.Search;

/// <summary>
/// A mutable assignment with everything that prices a change in O(dimensions + rules of one workload). One thread owns it; it does not protect itself.
/// </summary>
/// <remarks>
/// Hard rules may be broken: capacity, counted in <see cref="Lack"/>, and the others, counted in <see cref="Violation"/>.
/// A replica with an origin is charged there in the transient dimensions wherever it is, since it either stays or moves away; only one that is
/// left without a node on purpose is not. So the slack of a node needs no list of who left it.
/// </remarks>
internal sealed partial class SearchState
{
    public const double NoOverload = 1e30;

    public readonly SearchModel Model;
    public readonly PlacementProblem Problem;
    public readonly int[] NodeOf;          // replica -> node, or -1
    public readonly int[] CountOn;         // node -> replicas
    private readonly long[] _slack;        // node x Stride: what another replica may take
    private readonly long[] _excess;       // node x CostStride: the cost terms before their positive part is taken
    private readonly long[] _nodeCost;     // node -> sum of the positive parts
    private readonly long[] _lack;         // node -> weighted units above capacity
    private readonly int[][] _replicasOn;  // node -> replicas, the first CountOn valid
    private readonly int[] _placeOn;       // replica -> its place in _replicasOn
    private readonly int[] _away;          // replicas on another node than their origin, the first AwayCount valid
    private readonly int[] _awayAt;        // replica -> its place in _away, or -1
    private readonly long[] _rows;
    private readonly int[] _rowOf;
    private readonly int[] _originOf;
    private readonly int _stride;
    private readonly int _costStride;

    public SearchState(SearchModel model, Assignment start)
    {
        Model = model;
        Problem = model.Problem;
        (_rows, _rowOf, _originOf) = (model.Rows, model.RowOf, model.Problem.OriginTable);
        _stride = model.Stride;
        _costStride = model.CostStride;
        NodeOf = new int[Problem.ReplicaCount];
        Array.Fill(NodeOf, Assignment.Unplaced);
        CountOn = new int[Problem.NodeCount];
        _slack = [.. model.Capacity];
        _excess = [.. model.EmptyExcess];
        _nodeCost = new long[Problem.NodeCount];
        _lack = new long[Problem.NodeCount];
        _placeOn = new int[Problem.ReplicaCount];
        _away = new int[Problem.ReplicaCount];
        _awayAt = new int[Problem.ReplicaCount];
        Array.Fill(_awayAt, -1);
        _replicasOn = new int[Problem.NodeCount][];
        Array.Fill(_replicasOn, []);
        InitializeRules();
        for (var n = 0; n < Problem.NodeCount; n++)
        {
            Cost += _nodeCost[n] = Lanes.Positive(_excess, n * _costStride, _costStride);
        }

        if (Problem.MayLeaveUnplaced)
        {
            for (var p = 0; p < Problem.ReplicaCount; p++)
            {
                Cost += Problem.UnplacedCost(p);
            }
        }
        else
        {
            Violation += Problem.ReplicaCount;
            for (var p = 0; p < Problem.ReplicaCount; p++)
            {
                ChargeOrigin(p, +1);
            }
        }

        Load(start);
    }

    /// <summary>Gets the cost, kept by adding up the priced changes.</summary>
    public long Cost { get; private set; }

    /// <summary>Gets by how many units hard rules other than capacity are broken; an unplaced replica that needs a node is one.</summary>
    public long Violation { get; private set; }

    /// <summary>Gets the weighted units above capacity, of all nodes.</summary>
    public long Lack { get; private set; }

    /// <summary>Gets or sets what a weighted unit above capacity costs the search; <see cref="NoOverload"/> keeps every node within its capacity.</summary>
    public double LackPrice { get; set; } = NoOverload;

    /// <summary>Gets the number of replicas that are on another node than their origin.</summary>
    public int AwayCount { get; private set; }

    /// <summary>Gets whether each applied change is compared with the checker's cost before and after.</summary>
    public bool CheckEveryMove { get; init; }

    /// <summary>Gets whether moves are noted in <see cref="Touched"/>.</summary>
    public bool NotesMoves { get; init; }

    /// <summary>Gets the replicas that were moved, each time with the node it was on; for the one who notes to clear.</summary>
    public List<(int Replica, int From)> Touched { get; } = [];

    /// <summary>Gets the replicas on a node, in no particular order; valid until the next change.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<int> ReplicasOn(int node) => _replicasOn[node].AsSpan(0, CountOn[node]);

    /// <summary>Gets the replicas that are on another node than their origin, in no particular order; valid until the next change.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<int> Away() => _away.AsSpan(0, AwayCount);

    /// <summary>Gets the load and balance cost of a node.</summary>
    public long NodeCost(int node) => _nodeCost[node];

    /// <summary>Freezes the present assignment.</summary>
    public Assignment Snapshot() => new(NodeOf);

    /// <summary>Makes the present assignment equal to another; only the differences are touched.</summary>
    public void Load(Assignment assignment) => Load(assignment.Nodes);

    /// <inheritdoc cref="Load(Assignment)"/>
    public void Load(ReadOnlySpan<int> nodes)
    {
        for (var p = 0; p < nodes.Length; p++)
        {
            if (NodeOf[p] != nodes[p] && NodeOf[p] >= 0)
            {
                Move(p, Assignment.Unplaced);
            }
        }

        for (var p = 0; p < nodes.Length; p++)
        {
            if (NodeOf[p] != nodes[p])
            {
                Move(p, nodes[p]);
            }
        }
    }

    /// <summary>Moves a replica, whether or not there is room, and returns what that did.</summary>
    public Delta Move(int replica, int to)
    {
        var from = NodeOf[replica];
        if (from == to)
        {
            return default;
        }

        var delta = Price(replica, to);
        Apply(replica, to, delta);
        return delta;
    }

    /// <summary>Moves a replica to another node at a price known already.</summary>
    public void Apply(int replica, int to, Delta delta)
    {
        var from = NodeOf[replica];
        if (NotesMoves)
        {
            Touched.Add((replica, from));
        }

        ApplyRules(replica, from, to);
        if (from >= 0)
        {
            Detach(replica, from);
        }

        if (Problem.MayLeaveUnplaced && (from < 0 || to < 0))
        {
            ChargeOrigin(replica, from < 0 ? +1 : -1);
        }

        NodeOf[replica] = to;
        if (to >= 0)
        {
            Attach(replica, to);
        }

        ListAway(replica, to);
        RefreshCustom(from);
        RefreshCustom(to);
        Cost += delta.Cost;
        Violation += delta.Violation;
    }

    private void Detach(int replica, int node)
    {
        Lanes.Add(_slack, node * _stride, _rows, DemandAt(replica, node), _stride);
        Lanes.Subtract(_excess, node * _costStride, _rows, CostOf(replica), _costStride);
        _nodeCost[node] = Lanes.Positive(_excess, node * _costStride, _costStride);
        MeasureLack(node);
        var list = _replicasOn[node];
        var last = list[--CountOn[node]];
        var place = _placeOn[replica];
        list[place] = last;
        _placeOn[last] = place;
    }

    private void Attach(int replica, int node)
    {
        Lanes.Subtract(_slack, node * _stride, _rows, DemandAt(replica, node), _stride);
        Lanes.Add(_excess, node * _costStride, _rows, CostOf(replica), _costStride);
        _nodeCost[node] = Lanes.Positive(_excess, node * _costStride, _costStride);
        MeasureLack(node);
        ref var list = ref _replicasOn[node];
        var count = CountOn[node];
        if (count == list.Length)
        {
            Array.Resize(ref list, Math.Max(8, count * 3 / 2));
        }

        list[count] = replica;
        _placeOn[replica] = count;
        CountOn[node] = count + 1;
    }

    private void ListAway(int replica, int to)
    {
        var at = _awayAt[replica];
        var away = to >= 0 && Problem.OriginTable[replica] is >= 0 and var origin && origin != to;
        if (away == at >= 0)
        {
            return;
        }

        if (away)
        {
            _awayAt[replica] = AwayCount;
            _away[AwayCount++] = replica;
            return;
        }

        var last = _away[--AwayCount];
        (_away[at], _awayAt[last]) = (last, at);
        _awayAt[replica] = -1;
    }

    /// <summary>Where the amounts are by which a replica weighs on a node: on its origin the transient part is charged already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int DemandAt(int replica, int node) => _rowOf[replica] + (_originOf[replica] == node ? _stride : 0);

    /// <summary>Where the cost terms of a replica are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int CostOf(int replica) => _rowOf[replica] + (2 * _stride);

    private void MeasureLack(int node)
    {
        var lack = Lanes.Lack(_slack, node * _stride, _stride);
        Lack += lack - _lack[node];
        _lack[node] = lack;
    }

    private void ChargeOrigin(int replica, int sign)
    {
        var origin = Problem.OriginTable[replica];
        if (origin < 0 || !Model.HasTransient)
        {
            return;
        }

        var row = _rowOf[replica];
        for (var i = 0; i < _stride; i++)
        {
            _slack[(origin * _stride) + i] -= sign * (_rows[row + i] - _rows[row + _stride + i]);
        }

        MeasureLack(origin);
    }
}
