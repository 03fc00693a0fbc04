namespace Placement.Search;

/// <summary>
/// Takes some replicas off a few nodes and puts them back on those nodes as well as a tree search can tell before it has failed too often.
/// Neighbourhood: every placement of the chosen replicas on the chosen nodes; O(replicas x nodes x dimensions) a tree node.
/// </summary>
/// <remarks>
/// Large neighbourhood search with small sub-problems and a tight failure limit, as Brandt, Speck and Völker (2016, doi 10.1007/s10479-014-1772-0)
/// for machine reassignment. The next replica is the one with the fewest nodes left, then the greatest loss if its best node is refused;
/// its nodes come cheapest first. A branch ends when the cost so far and the cheapest place of each remaining replica exceed the limit. Load
/// costs are convex, so for them that is a bound; with balance costs it is a heuristic cut.
/// </remarks>
internal sealed class SubproblemSearch
{
    private const int MostReplicas = 40;
    private const int MostNodes = 10;

    private readonly SearchState _state;
    private readonly SearchRandom _random;
    private readonly int[] _replicas = new int[MostReplicas];
    private readonly int[] _home = new int[MostReplicas];    // the node it came from
    private readonly int[] _best = new int[MostReplicas];
    private readonly int[] _nodes = new int[MostNodes];
    private readonly long[] _priceOf = new long[MostReplicas * MostNodes * (MostReplicas + 1)];
    private int _replicaCount;
    private int _nodeCount;
    private int _failsLeft;
    private long _limit;
    private long _violation;
    private long _lack;
    private bool _found;

    public SubproblemSearch(SearchState state, SearchRandom random)
    {
        _state = state;
        _random = random;
    }

    /// <summary>Gets the number of candidates priced so far.</summary>
    public long Priced { get; private set; }

    /// <summary>Gets the number of sub-problems searched so far.</summary>
    public long Searched { get; private set; }

    /// <summary>Searches one random sub-problem and applies the best placement that costs at most <paramref name="allowed"/> more than now.</summary>
    /// <param name="nodes">Nodes to take, at most 10.</param>
    /// <param name="replicas">Replicas to take off, at most 40.</param>
    /// <param name="failures">Dead ends after which the search gives up.</param>
    /// <param name="allowed">The change of cost that is accepted; negative asks for a saving.</param>
    public bool Step(int nodes, int replicas, int failures, long allowed)
    {
        ChooseNodes(Math.Min(nodes, Math.Min(MostNodes, _state.Problem.NodeCount)));
        ChooseReplicas(Math.Min(replicas, MostReplicas));
        return _replicaCount > 0 && Search(failures, _state.Cost + allowed, _state.Lack);
    }

    /// <summary>Searches a sub-problem around a node above its capacity for the cheapest placement with less lack of room.</summary>
    public bool Mend(int nodes, int replicas, int failures)
    {
        ChooseNodes(Math.Min(nodes, Math.Min(MostNodes, _state.Problem.NodeCount)));
        var node = _random.Next(_state.Problem.NodeCount);
        for (var left = _state.Problem.NodeCount; left > 0 && !_state.IsOverfull(node); left--)
        {
            node = node + 1 == _state.Problem.NodeCount ? 0 : node + 1;
        }

        if (!_nodes.AsSpan(0, _nodeCount).Contains(node))
        {
            _nodes[0] = node;
        }

        ChooseReplicas(Math.Min(replicas, MostReplicas));
        return _replicaCount > 0 && Search(failures, long.MaxValue, _state.Lack - 1);
    }

    private bool Search(int failures, long limit, long lack)
    {
        Searched++;
        _limit = limit;
        _lack = lack;
        _violation = _state.Violation;
        _found = false;
        _failsLeft = failures;
        for (var i = 0; i < _replicaCount; i++)
        {
            _state.Move(_replicas[i], -1);
        }

        Descend(_replicaCount);
        for (var i = 0; i < _replicaCount; i++)
        {
            // The order of _replicas was permuted together with _home and _best.
            _state.Move(_replicas[i], _found ? _best[i] : _home[i]);
        }

        if (_found)
        {
            _state.Verify(nameof(SubproblemSearch), _violation == 0);
        }

        return _found;
    }

    private void ChooseNodes(int count)
    {
        _nodeCount = 0;
        while (_nodeCount < count)
        {
            var node = _random.Next(_state.Problem.NodeCount);
            if (_nodeCount == 0)
            {
                // The dearer of two: more is to be gained there.
                var other = _random.Next(_state.Problem.NodeCount);
                node = _state.NodeCost(other) > _state.NodeCost(node) ? other : node;
            }

            if (!_nodes.AsSpan(0, _nodeCount).Contains(node))
            {
                _nodes[_nodeCount++] = node;
            }
        }
    }

    private void ChooseReplicas(int count)
    {
        var total = 0;
        for (var i = 0; i < _nodeCount; i++)
        {
            total += _state.CountOn[_nodes[i]];
        }

        // Each replica on the nodes is taken with equal probability (selection sampling).
        _replicaCount = 0;
        var wanted = Math.Min(count, total);
        for (var i = 0; i < _nodeCount; i++)
        {
            foreach (var replica in _state.ReplicasOn(_nodes[i]))
            {
                if (_random.Next(total--) < wanted - _replicaCount)
                {
                    _replicas[_replicaCount] = replica;
                    _home[_replicaCount++] = _nodes[i];
                }
            }
        }
    }

    /// <summary>Places the first <paramref name="left"/> replicas of the list, one after another.</summary>
    private void Descend(int left)
    {
        if (left == 0)
        {
            if (_state.Cost <= _limit && _state.Violation <= _violation && _state.Lack <= _lack)
            {
                _found = true;
                _limit = _state.Cost - 1;
                for (var i = 0; i < _replicaCount; i++)
                {
                    _best[i] = _state.NodeOf[_replicas[i]];
                }
            }
            else
            {
                _failsLeft--; // as dead an end as any: without this a sub-problem whose every leaf lacks room is searched whole
            }

            return;
        }

        var prices = _priceOf.AsSpan(left * MostReplicas * MostNodes, left * _nodeCount);
        var next = PickNext(left, prices);
        if (next < 0)
        {
            _failsLeft--;
            return;
        }

        // Swap the chosen one to the end of the open part; its prices stay where they are.
        var row = prices.Slice(next * _nodeCount, _nodeCount);
        Exchange(next, left - 1);
        var replica = _replicas[left - 1];
        while (_failsLeft > 0)
        {
            var at = Cheapest(row);
            if (row[at] == long.MaxValue)
            {
                break;
            }

            row[at] = long.MaxValue;
            _state.Move(replica, _nodes[at]);
            Descend(left - 1);
            _state.Move(replica, -1);
        }

        Exchange(next, left - 1);
    }

    private static int Cheapest(Span<long> row)
    {
        var at = 0;
        for (var i = 1; i < row.Length; i++)
        {
            if (row[i] < row[at])
            {
                at = i;
            }
        }

        return at;
    }

    private void Exchange(int i, int j)
    {
        (_replicas[i], _replicas[j]) = (_replicas[j], _replicas[i]);
        (_home[i], _home[j]) = (_home[j], _home[i]);
        (_best[i], _best[j]) = (_best[j], _best[i]);
    }

    /// <summary>Prices every open replica on every node; -1 when one has no place or the cheapest places together cost too much.</summary>
    private int PickNext(int left, Span<long> prices)
    {
        var state = _state;
        var total = state.Cost;
        var next = -1;
        var fewest = int.MaxValue;
        var greatest = long.MinValue;
        Priced += left * _nodeCount;
        for (var i = 0; i < left; i++)
        {
            var replica = _replicas[i];
            var options = 0;
            var first = long.MaxValue;
            var second = long.MaxValue;
            for (var n = 0; n < _nodeCount; n++)
            {
                var node = _nodes[n];
                var price = long.MaxValue;
                if (state.HasRoom(replica, node) && state.IsPermitted(replica, node))
                {
                    price = state.EnterPrice(replica, node);
                    options++;
                    if (price < first)
                    {
                        second = first;
                        first = price;
                    }
                    else if (price < second)
                    {
                        second = price;
                    }
                }

                prices[(i * _nodeCount) + n] = price;
            }

            if (options == 0)
            {
                return -1;
            }

            total += first;
            var regret = options == 1 ? long.MaxValue : second - first;
            if (regret > greatest || (regret == greatest && options < fewest))
            {
                (next, greatest, fewest) = (i, regret, options);
            }
        }

        return total > _limit ? -1 : next;
    }
}
