using Placement.Problems;

namespace Placement.Plans;

/// <summary>One construction of a plan: fills wave after wave with the steps that are safe now, in an order of preference, and breaks cycles where nothing is.</summary>
/// <remarks>A step that does not fit waits at what blocks it and is looked at again only when that changes, so the work is near linear in the moves.</remarks>
internal sealed class WaveRun
{
    private readonly int[] _rank;
    private readonly List<int>?[] _waitingAtNode;
    private readonly List<int>?[] _waitingForWorkload;
    private readonly bool[] _isPending;
    private readonly bool[] _isQueued;
    private readonly Dictionary<int, int> _after = [];
    private readonly HashSet<int> _returning = [];
    private readonly WavePacing _pacing;
    private readonly Dictionary<int, long> _load = [];
    private readonly CycleBreaker _breaker;
    private readonly Action _stopIfAsked;
    private readonly int[] _wanted;
    private List<int> _ready;
    private List<int> _released = [];
    private long _most;
    private int _givenUpBefore = int.MaxValue;

    public WaveRun(PlacementProblem problem, MigrationLimits limits, int[] goal, MoveOrder order, Func<int, bool> mayDetour, Action stopIfAsked)
    {
        Problem = problem;
        Goal = goal;
        _wanted = [.. goal];
        State = new MoveState(problem, limits);
        _rank = order.Rank;
        _pacing = order.Pacing;
        _stopIfAsked = stopIfAsked;
        _waitingAtNode = new List<int>?[problem.NodeCount];
        _waitingForWorkload = new List<int>?[problem.WorkloadCount];
        _isPending = new bool[problem.ReplicaCount];
        _isQueued = new bool[problem.ReplicaCount];
        _ready = [.. Enumerable.Range(0, problem.ReplicaCount).Where(p => goal[p] != problem.Origin(p)).OrderBy(p => _rank[p])];
        PendingOnNode = new List<int>?[problem.NodeCount];
        ReplicasOnNode = new List<int>[problem.NodeCount];
        Inbound = new long[problem.NodeCount * problem.DimensionCount];
        for (var n = 0; n < ReplicasOnNode.Length; n++)
        {
            ReplicasOnNode[n] = [];
        }

        for (var p = 0; p < problem.ReplicaCount; p++)
        {
            if (problem.Origin(p) >= 0)
            {
                ReplicasOnNode[problem.Origin(p)].Add(p);
            }
        }

        foreach (var p in _ready)
        {
            MarkPending(p);
            _isQueued[p] = true;
        }

        _breaker = new CycleBreaker(this, mayDetour);
    }

    public PlacementProblem Problem { get; }

    public MoveState State { get; }

    public int[] Goal { get; }

    public List<MigrationWave> Waves { get; } = [];

    /// <summary>Gets the replicas given up: no safe order was found.</summary>
    public List<(int Replica, string Why)> Dropped { get; } = [];

    /// <summary>Gets the steps of each replica so far that lead away from the direct way.</summary>
    public Dictionary<int, int> Detours { get; } = [];

    /// <summary>Gets the pending replicas with a copy on each node.</summary>
    public List<int>?[] PendingOnNode { get; }

    /// <summary>Gets the replicas on each node.</summary>
    public List<int>[] ReplicasOnNode { get; }

    /// <summary>Gets what pending replicas will bring to each node and dimension.</summary>
    public long[] Inbound { get; }

    /// <summary>Gets the pending replicas in the order of preference.</summary>
    public IEnumerable<int> Pending => _ready.Concat(_waitingAtNode.Concat(_waitingForWorkload).OfType<List<int>>().SelectMany(w => w)).Where(p => _isPending[p]).Distinct().OrderBy(p => _rank[p]);

    public bool IsPending(int replica) => _isPending[replica];

    public void Go()
    {
        while (true)
        {
            _stopIfAsked();
            FillWave();
            if (State.Wave.Count == 0)
            {
                if (!_isPending.Contains(true))
                {
                    if (Revive())
                    {
                        continue;
                    }

                    return;
                }

                if (!_breaker.Break())
                {
                    var (replica, why) = _breaker.ChooseDrop();
                    Dropped.Add((replica, why));
                    Forget(replica);
                    continue;
                }
            }

            EndWave();
        }
    }

    /// <summary>Returns the next step of a pending replica: to its goal, or the half that is left of it.</summary>
    public MigrationStep Next(int p)
    {
        if (State.SecondNode(p) >= 0)
        {
            return new(StepKind.Stop, p, State.Node(p), -1, StepReason.HoldsCopy);
        }

        var node = State.Node(p);
        return node < 0 ? new(StepKind.Start, p, -1, Goal[p], Problem.Origin(p) >= 0 ? StepReason.StopFirst : StepReason.ToTarget)
            : Goal[p] < 0 ? new(StepKind.Stop, p, node, -1)
            : new(StepKind.Move, p, node, Goal[p], Goal[p] == Problem.Origin(p) ? StepReason.BreaksCycle : StepReason.ToTarget);
    }

    /// <summary>Makes a replica that was settled pending again, to return to where it is now once another one has moved.</summary>
    public void Return(int replica, int after)
    {
        Goal[replica] = State.Node(replica);
        _after[replica] = after;
        _returning.Add(replica);
        MarkPending(replica);
    }

    /// <summary>Begins a step that leads away from the direct way; the replica is looked at again when the wave is over.</summary>
    public void Detour(MigrationStep step)
    {
        Detours[step.Replica] = Detours.GetValueOrDefault(step.Replica) + 1;
        State.Begin(step);
        Queue(step.Replica);
    }

    /// <summary>Gives the replicas that were given up another chance, now that others have gone; as long as each chance leaves fewer of them.</summary>
    private bool Revive()
    {
        if (Dropped.Count == 0 || Dropped.Count >= _givenUpBefore)
        {
            return false;
        }

        _givenUpBefore = Dropped.Count;
        foreach (var (p, _) in Dropped)
        {
            Goal[p] = _wanted[p];
            MarkPending(p);
            Queue(p);
        }

        Dropped.Clear();
        Detours.Clear();
        return true;
    }

    private void FillWave()
    {
        Merge();
        _most = _pacing == WavePacing.MostDone ? ChooseMost() : long.MaxValue;
        var left = new List<int>(_ready.Count);
        for (var i = 0; i < _ready.Count; i++)
        {
            var p = _ready[i];
            if (!_isPending[p])
            {
                _isQueued[p] = false;
                continue;
            }

            if (State.IsWaveFull)
            {
                left.Add(p);
                continue;
            }

            if (State.IsFlying(p) || Overloads(p) || (_after.TryGetValue(p, out var first) && _isPending[first]))
            {
                left.Add(p);
                continue;
            }

            var step = Next(p);
            var block = State.Test(step);
            if (block.IsFree)
            {
                State.Begin(step);
                AddLoad(step);
                left.Add(p);
                continue;
            }

            switch (block.Kind)
            {
                case BlockKind.Limits or BlockKind.Headroom or BlockKind.Custom or BlockKind.NotEligible:
                    left.Add(p);
                    break;
                case BlockKind.Capacity:
                    _isQueued[p] = false;
                    (_waitingAtNode[block.Node] ??= []).Add(p);
                    break;
                default:
                    _isQueued[p] = false;
                    (_waitingForWorkload[Problem.Workload(p)] ??= []).Add(p);
                    break;
            }
        }

        _ready = left;
    }

    /// <summary>Whether a node would transfer more in this wave than the wave is to take, so that all others would wait for it.</summary>
    private bool Overloads(int p)
    {
        bool Over(int node) => node >= 0 && _load.GetValueOrDefault(node) + State.Transfer[p] > _most;
        return _pacing != WavePacing.Full && _most < long.MaxValue && (Over(State.Node(p)) || Over(Goal[p]));
    }

    /// <summary>
    /// Chooses how much a node may transfer in the coming wave: as much as one of the moves that are free now, the one by which the wave does the most
    /// for its time. Large moves thus wait for each other and go together, instead of making every wave long.
    /// </summary>
    private long ChooseMost()
    {
        var free = new List<(int Replica, long Size)>();
        foreach (var p in _ready)
        {
            if (_isPending[p] && !State.IsFlying(p) && !(_after.TryGetValue(p, out var first) && _isPending[first]) && State.Test(Next(p)).IsFree)
            {
                free.Add((p, State.Transfer[p]));
                if (free.Count == State.Limits.MaxStepsPerWave * 8L)
                {
                    break;
                }
            }
        }

        var sizes = free.Select(f => f.Size).Distinct().Order().ToList();
        return sizes.Count <= 1 ? sizes.FirstOrDefault() : sizes.Where((_, i) => (sizes.Count - 1 - i) % ((sizes.Count / 12) + 1) == 0).MaxBy(most => DoneInTime(free, most));
    }

    private double DoneInTime(List<(int Replica, long Size)> free, long most)
    {
        var load = new Dictionary<int, (long Units, int Steps)>();
        var moving = new Dictionary<int, int>();
        var (done, steps, longest) = (0.0, 0, 0L);
        foreach (var (p, size) in free)
        {
            var (from, to, workload) = (State.Node(p), Goal[p], Problem.Workload(p));
            var (atFrom, atTo) = (load.GetValueOrDefault(from), load.GetValueOrDefault(to));
            if (steps == State.Limits.MaxStepsPerWave || Math.Max(atFrom.Units, atTo.Units) + size > most
                || Math.Max(atFrom.Steps, atTo.Steps) == State.Limits.MaxStepsPerNode || moving.GetValueOrDefault(workload) == State.Limits.Budget(workload))
            {
                continue;
            }

            load[from] = (atFrom.Units + size, atFrom.Steps + 1);
            load[to] = (atTo.Units + size, atTo.Steps + 1);
            moving[workload] = moving.GetValueOrDefault(workload) + 1;
            longest = Math.Max(longest, Math.Max(atFrom.Units, atTo.Units) + size);
            done += MoveState.TransferTime(size, State.Limits) + State.Limits.StartMilliseconds;
            steps++;
        }

        return done / (1 + MoveState.TransferTime(longest, State.Limits) + State.Limits.StartMilliseconds);
    }

    private void AddLoad(MigrationStep step)
    {
        if (_pacing != WavePacing.Full)
        {
            _most = _most == long.MaxValue ? State.Transfer[step.Replica] : _most;
            foreach (var node in (ReadOnlySpan<int>)[State.Node(step.Replica), step.To])
            {
                _load[node] = _load.GetValueOrDefault(node) + State.Transfer[step.Replica];
            }
        }
    }

    private void EndWave()
    {
        _load.Clear();
        var wave = State.EndWave();
        Waves.Add(wave);
        foreach (var step in wave.Steps)
        {
            var p = step.Replica;
            if (step.From >= 0)
            {
                ReplicasOnNode[step.From].Remove(p);
                PendingOnNode[step.From]?.Remove(p);
                Release(ref _waitingAtNode[step.From]);
            }

            if (step.To >= 0)
            {
                ReplicasOnNode[step.To].Add(p);
            }

            if (State.SecondNode(p) < 0 && State.Node(p) == Goal[p])
            {
                Settle(p);
            }
            else if (step.To >= 0)
            {
                (PendingOnNode[step.To] ??= []).Add(p);
            }

            var workload = Problem.Workload(p);
            Release(ref _waitingForWorkload[workload]);
            foreach (var related in State.Rules.Related(workload))
            {
                Release(ref _waitingForWorkload[related]);
            }
        }
    }

    private void Release(ref List<int>? waiting)
    {
        foreach (var p in waiting ?? [])
        {
            Queue(p);
        }

        waiting = null;
    }

    private void Queue(int p)
    {
        if (_isPending[p] && !_isQueued[p])
        {
            _isQueued[p] = true;
            _released.Add(p);
        }
    }

    private void Merge()
    {
        if (_released.Count == 0)
        {
            return;
        }

        _released.Sort((a, b) => _rank[a].CompareTo(_rank[b]));
        var merged = new List<int>(_ready.Count + _released.Count);
        var i = 0;
        foreach (var p in _released)
        {
            while (i < _ready.Count && _rank[_ready[i]] <= _rank[p])
            {
                merged.Add(_ready[i++]);
            }

            merged.Add(p);
        }

        merged.AddRange(_ready.Skip(i));
        _ready = merged;
        _released = [];
    }

    private void MarkPending(int p)
    {
        _isPending[p] = true;
        if (State.Node(p) >= 0)
        {
            (PendingOnNode[State.Node(p)] ??= []).Add(p);
        }

        AddInbound(p, 1);
    }

    private void Settle(int p)
    {
        _isPending[p] = false;
        if (State.Node(p) >= 0)
        {
            PendingOnNode[State.Node(p)]?.Remove(p);
        }

        AddInbound(p, -1);
    }

    private void Forget(int p)
    {
        Settle(p);
        Goal[p] = State.Node(p);
        foreach (var q in _waitingForWorkload.Concat(_waitingAtNode).OfType<List<int>>().SelectMany(w => w))
        {
            Queue(q);
        }

        Array.Clear(_waitingForWorkload);
        Array.Clear(_waitingAtNode);
    }

    private void AddInbound(int p, int sign)
    {
        if (Goal[p] >= 0)
        {
            // A node that a replica returns to still charges it for what is transient.
            var demand = Problem.Demand(p);
            var again = _returning.Contains(p);
            for (var d = 0; d < demand.Length; d++)
            {
                if (again && Problem.TransientTable[d])
                {
                    continue;
                }

                Inbound[(Goal[p] * Problem.DimensionCount) + d] += sign * demand[d];
            }
        }
    }
}
