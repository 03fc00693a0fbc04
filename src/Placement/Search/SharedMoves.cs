using System.Runtime.InteropServices;

namespace Placement.Search;

/// <summary>Lets threads work on one assignment of a large fleet: each is told what the others have moved. Safe for use from several threads.</summary>
/// <remarks>
/// Every thread keeps a copy of its own and hands its moves over when it has taken over all others, so the moves handed over have one order, and each thread sees the same.
/// </remarks>
internal sealed class SharedMoves(int threads)
{
    private readonly List<(int Replica, int Node)[]>[] _inbox = [.. Enumerable.Range(0, threads).Select(_ => new List<(int, int)[]>())];
    private readonly Lock _lock = new();
    private (CoolingSchedule Schedule, bool Overload)? _agreed;

    /// <summary>Gets how all threads cool down: as the first to ask would.</summary>
    public (CoolingSchedule Schedule, bool Overload) Agree(CoolingSchedule schedule, bool overload)
    {
        lock (_lock)
        {
            return _agreed ??= (schedule, overload);
        }
    }

    /// <summary>Takes what others have moved since the thread last asked.</summary>
    public void Receive(int thread, List<(int Replica, int Node)[]> moved)
    {
        lock (_lock)
        {
            moved.AddRange(_inbox[thread]);
            _inbox[thread].Clear();
        }
    }

    /// <summary>Hands moves over, unless others have moved something meanwhile: that has to be taken over first.</summary>
    public bool TryHandOver(int thread, List<(int Replica, int Node)> moves)
    {
        lock (_lock)
        {
            if (_inbox[thread].Count > 0)
            {
                return false;
            }

            if (moves.Count > 0)
            {
                var all = CollectionsMarshal.AsSpan(moves).ToArray();
                for (var other = 0; other < threads; other++)
                {
                    if (other != thread)
                    {
                        _inbox[other].Add(all);
                    }
                }
            }

            return true;
        }
    }
}
