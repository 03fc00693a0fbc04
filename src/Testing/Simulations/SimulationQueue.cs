namespace Placement.Testing.Simulations;

/// <summary>Virtual time: what is due next, in order of time and then of asking.</summary>
internal sealed class SimulationQueue
{
    private readonly PriorityQueue<Action, (long Due, long Order)> _queue = new();
    private long _order;

    /// <summary>Now, in ticks since the start.</summary>
    public long Now { get; private set; }

    public void After(long delay, Action action) => _queue.Enqueue(action, (Now + Math.Max(0, delay), ++_order));

    public bool RunNext(long until)
    {
        if (!_queue.TryPeek(out _, out var due) || due.Due > until)
        {
            Now = until;
            return false;
        }

        Now = due.Due;
        _queue.Dequeue()();
        return true;
    }
}
