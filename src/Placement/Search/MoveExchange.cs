namespace Placement.Search;

/// <summary>One thread's side of <see cref="SharedMoves"/>: takes over what others have moved, takes back own moves that do not go with it, and hands the rest over.</summary>
/// <remarks>A search makes few of the moves that it tries, so those of two threads seldom meet on a node or in a rule.</remarks>
internal sealed class MoveExchange(SearchState state, SharedMoves shared, int thread)
{
    private readonly List<(int Replica, int Node)[]> _received = [];
    private readonly List<(int Replica, int Node)> _moves = [];
    private readonly Dictionary<int, int> _before = [];  // replica moved by this thread -> the node it was on

    /// <summary>Exchanges moves with the other threads. Both assignments kept the rules, and so does what comes of them.</summary>
    public void Run()
    {
        do
        {
            shared.Receive(thread, _received);
            var lack = state.Lack;
            foreach (var (replica, from) in state.Touched)
            {
                _before.TryAdd(replica, from);
            }

            foreach (var batch in _received)
            {
                foreach (var (replica, node) in batch)
                {
                    state.Move(replica, node);
                    _before.Remove(replica);
                }
            }

            _received.Clear();
            Reconcile(lack, hard: state.LackPrice >= SearchState.NoOverload);
            state.Touched.Clear();
            state.Verify(nameof(MoveExchange), true);
            _moves.Clear();
            foreach (var (replica, before) in _before)
            {
                if (state.NodeOf[replica] != before)
                {
                    _moves.Add((replica, state.NodeOf[replica]));
                }
            }
        }
        while (!shared.TryHandOver(thread, _moves));

        _before.Clear();
    }

    /// <summary>Takes back own moves that break something, then those that were made in their room, and all when that is not enough.</summary>
    private void Reconcile(long lack, bool hard)
    {
        for (var left = true; left && IsBroken(lack, hard);)
        {
            left = false;
            foreach (var (replica, before) in _before)
            {
                var node = state.NodeOf[replica];
                if (node != before && ((hard && node >= 0 && state.IsOverfull(node)) || (state.Violation > 0 && state.Price(replica, before).Violation < 0)))
                {
                    state.Move(replica, before);
                    left = true;
                }
            }
        }

        if (IsBroken(lack, hard))
        {
            foreach (var (replica, before) in _before)
            {
                state.Move(replica, before);
            }
        }
    }

    private bool IsBroken(long lack, bool hard) => state.Violation > 0 || (hard && state.Lack > lack);
}
