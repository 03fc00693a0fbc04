using Placement.Solving;

namespace Placement.Cli;

/// <summary>Ends a solve once the user asked for it and there is an answer to return: Ctrl-C in the first instant must not return with nothing.</summary>
internal sealed class BestSoFar : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenRegistration _registration;
    private readonly CancellationToken _asked;
    private int _hasAnswer;

    public BestSoFar(CancellationToken asked)
    {
        _asked = asked;
        _registration = asked.Register(StopWhenAnswered);
    }

    /// <summary>Gets the token for the solver.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>Looks at an improvement of the solver.</summary>
    public void Saw(SolveProgress progress)
    {
        if (progress.Cost is not null)
        {
            Volatile.Write(ref _hasAnswer, 1);
            if (_asked.IsCancellationRequested)
            {
                StopWhenAnswered();
            }
        }
    }

    public void Dispose()
    {
        _registration.Dispose();
        _stop.Dispose();
    }

    private void StopWhenAnswered()
    {
        if (Volatile.Read(ref _hasAnswer) == 1)
        {
            _stop.Cancel();
        }
    }
}
