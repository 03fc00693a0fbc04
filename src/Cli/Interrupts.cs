using System.Runtime.InteropServices;

namespace Placement.Cli;

/// <summary>Ctrl-C: the first ends a solve with the best answer so far, or everything when no solve is under way; the second ends everything.</summary>
internal sealed class Interrupts : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _cancel = new();
    private readonly PosixSignalRegistration? _int;
    private readonly PosixSignalRegistration? _term;
    private readonly TaskCompletionSource _solvingBegan = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _solving;

    /// <summary>Makes interrupts that listen to the signals of the process.</summary>
    public Interrupts()
    {
        _int = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        _term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
    }

    private Interrupts(bool _)
    {
    }

    /// <summary>Gets a token that ends a solve with the best so far.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>Gets a token that ends the command without any result.</summary>
    public CancellationToken Cancel => _cancel.Token;

    /// <summary>Gets a task that ends when the first solve begins.</summary>
    public Task SolvingBegan => _solvingBegan.Task;

    /// <summary>Makes interrupts that only <see cref="Raise"/> triggers.</summary>
    public static Interrupts Manual() => new(false);

    /// <summary>Says that a solve is under way until the result is disposed.</summary>
    public IDisposable Solving()
    {
        Interlocked.Increment(ref _solving);
        _solvingBegan.TrySetResult();
        return new Section(this);
    }

    /// <summary>Does what Ctrl-C does.</summary>
    public void Raise()
    {
        if (Volatile.Read(ref _solving) > 0 && !_stop.IsCancellationRequested)
        {
            _stop.Cancel();
            return;
        }

        _stop.Cancel();
        _cancel.Cancel();
    }

    public void Dispose()
    {
        _int?.Dispose();
        _term?.Dispose();
        _stop.Dispose();
        _cancel.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        Raise();
    }

    private sealed class Section(Interrupts owner) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref owner._solving);
    }
}
