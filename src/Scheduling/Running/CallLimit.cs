namespace Placement.Scheduling.Running;

/// <summary>The time limit of one worker's calls, one after the other: its source is used again as long as no call has run into it.</summary>
internal sealed class CallLimit(TimeProvider time, CancellationToken ended) : IDisposable
{
    private CancellationTokenSource? _source;
    private CancellationTokenRegistration _ended;

    /// <summary>Starts the time of a call.</summary>
    /// <returns>The token that ends it, also when the term ends.</returns>
    public CancellationToken Start(TimeSpan limit)
    {
        if (_source is { } again)
        {
            again.CancelAfter(limit);
            return again.Token;
        }

        _source = new CancellationTokenSource(limit, time);
        _ended = ended.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
        return _source.Token;
    }

    /// <summary>Ends the time of a call.</summary>
    public void Stop()
    {
        if (_source?.TryReset() == false)
        {
            Dispose();
        }
    }

    public void Dispose()
    {
        _ended.Dispose();
        _source?.Dispose();
        _source = null;
    }
}
