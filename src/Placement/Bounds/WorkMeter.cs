namespace Placement.Bounds;

/// <summary>
/// Counts elementary operations, so that a run can end by its work instead of by the clock: at the same operation on every machine. One unit of work is a million
/// operations, about a millisecond.
/// </summary>
internal sealed class WorkMeter : IDisposable
{
    private const long OperationsAUnit = 1_000_000;
    private readonly CancellationTokenSource _end;
    private long _left;

    /// <summary>Starts counting.</summary>
    /// <param name="limit">The units of work after which <see cref="Stop"/> is cancelled; <see cref="long.MaxValue"/> is no limit.</param>
    /// <param name="stop">Cancels <see cref="Stop"/> too.</param>
    public WorkMeter(long limit, CancellationToken stop)
    {
        IsLimited = limit < long.MaxValue;
        _left = limit > long.MaxValue / OperationsAUnit ? long.MaxValue : limit * OperationsAUnit;
        _end = CancellationTokenSource.CreateLinkedTokenSource(stop);
    }

    /// <summary>Gets whether work is limited, and the clock must decide nothing.</summary>
    public bool IsLimited { get; }

    /// <summary>Gets the token that ends the run.</summary>
    public CancellationToken Stop => _end.Token;

    /// <summary>Gets the units of work that are left.</summary>
    public long Left => Math.Max(0, _left / OperationsAUnit);

    public void Spend(long operations)
    {
        if (IsLimited && (_left -= operations) <= 0)
        {
            _end.Cancel();
        }
    }

    public void Dispose() => _end.Dispose();
}
