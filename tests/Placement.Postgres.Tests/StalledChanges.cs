using System.Collections;
using Placement.Scheduling;

namespace Placement.Postgres.Tests;

/// <summary>Changes whose reader stands still until told to go on, as a paused process does.</summary>
internal sealed class StalledChanges : IReadOnlyList<StateChange>, IDisposable
{
    private readonly SemaphoreSlim _reached = new(0);
    private readonly ManualResetEventSlim _goOn = new();

    public SemaphoreSlim Reached => _reached;

    public int Count => 1;

    public StateChange this[int index] => new() { Key = "k", Value = "old"u8.ToArray() };

    public void GoOn() => _goOn.Set();

    public IEnumerator<StateChange> GetEnumerator()
    {
        _reached.Release();
        _goOn.Wait();
        yield return this[0];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose()
    {
        _reached.Dispose();
        _goOn.Dispose();
    }
}
