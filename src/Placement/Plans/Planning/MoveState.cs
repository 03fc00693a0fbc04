using Placement.Problems;

namespace Placement.Plans;

/// <summary>Where every copy is while a plan is made: the mutable state that a wave's steps begin and end in.</summary>
/// <remarks>Charges both copies of a replica on the move; a transient resource stays charged on each node a replica has been on.</remarks>
internal sealed class MoveState
{
    public readonly PlacementProblem Problem;
    public readonly MigrationLimits Limits;
    public readonly MoveRules Rules;
    public readonly long[] Charged;
    public readonly long[] Transfer;
    private readonly int _dimensions;
    private readonly int[] _first;
    private readonly int[] _second;
    private readonly bool[] _flying;
    private readonly bool[] _everRan;
    private readonly int[] _disrupted;
    private readonly int[] _stepsOnNode;
    private readonly List<MigrationStep> _wave = [];
    private readonly HashSet<(int Replica, int Node)>? _visited;
    private readonly FleetGuard? _guard;
    private readonly int _maxStepsPerNode;

    /// <param name="problem">The problem.</param>
    /// <param name="limits">What holds while steps are under way.</param>
    /// <param name="start">Where the replicas are; empty means at their origins. Transient resources are charged at the origins as well.</param>
    public MoveState(PlacementProblem problem, MigrationLimits limits, ReadOnlySpan<int> start = default)
    {
        Problem = problem;
        Limits = limits;
        Rules = new MoveRules(problem);
        _dimensions = problem.DimensionCount;
        Charged = new long[problem.NodeCount * _dimensions];
        Transfer = Transfers(problem, limits);
        (_first, _second) = (new int[problem.ReplicaCount], new int[problem.ReplicaCount]);
        (_flying, _everRan) = (new bool[problem.ReplicaCount], new bool[problem.ReplicaCount]);
        _disrupted = new int[problem.WorkloadCount];
        _stepsOnNode = new int[problem.NodeCount];
        _visited = problem.TransientTable.Contains(true) ? [] : null;
        _maxStepsPerNode = problem.CustomRules.Any(r => r.IsHard) ? 1 : limits.MaxStepsPerNode;
        for (var p = 0; p < problem.ReplicaCount; p++)
        {
            (_first[p], _second[p]) = (-1, -1);
            if ((start.IsEmpty ? problem.Origin(p) : start[p]) is >= 0 and var node)
            {
                if (_visited is not null && problem.Origin(p) >= 0 && problem.Origin(p) != node)
                {
                    AddCopy(p, problem.Origin(p));
                    RemoveCopy(p, problem.Origin(p));
                }

                AddCopy(p, node);
                foreach (var counter in Rules.CountersOf(problem.Workload(p)))
                {
                    counter.AddSure(problem.Domain(counter.Level, node), 1);
                }

                _everRan[p] = true;
            }
        }

        _guard = FleetGuard.For(problem, Copies);
    }

    /// <summary>Gets the steps of the wave under way.</summary>
    public IReadOnlyList<MigrationStep> Wave => _wave;

    public bool IsWaveFull => _wave.Count >= Limits.MaxStepsPerWave;

    /// <summary>Gets the node of the older copy, or -1.</summary>
    public int Node(int replica) => _first[replica];

    /// <summary>Gets the node of the newer of two copies, or -1.</summary>
    public int SecondNode(int replica) => _second[replica];

    public bool IsFlying(int replica) => _flying[replica];

    /// <summary>Tells what keeps a step from beginning beside those of the wave.</summary>
    public Block Test(MigrationStep step)
    {
        var p = step.Replica;
        var workload = Problem.WorkloadTable[p];
        if (_flying[p] || IsWaveFull
            || (step.From >= 0 && _stepsOnNode[step.From] >= _maxStepsPerNode) || (step.To >= 0 && _stepsOnNode[step.To] >= _maxStepsPerNode)
            || (_everRan[p] && !IsDisrupted(p) && _disrupted[workload] >= Limits.Budget(workload)))
        {
            return new(BlockKind.Limits, step.To);
        }

        if (step.To >= 0)
        {
            if (!Problem.IsEligible(p, step.To))
            {
                return new(BlockKind.NotEligible, step.To);
            }

            var dimension = FirstLacking(p, step.To);
            if (dimension >= 0)
            {
                return new(BlockKind.Capacity, step.To, dimension);
            }

            var arrival = Rules.Arrival(workload, _first[p], step.To);
            if (!arrival.IsFree)
            {
                return arrival;
            }
        }

        if (step.From >= 0)
        {
            var departure = Rules.Departure(workload, step.From, step.To);
            if (!departure.IsFree)
            {
                return departure;
            }
        }

        return _guard?.Test(step, _wave) ?? Block.None;
    }

    /// <summary>Returns how much room a replica lacks on a node in a dimension; at most 0 when it fits.</summary>
    public long Lacking(int replica, int node, int dimension)
    {
        var demand = Problem.Demand(replica)[dimension];
        var index = (node * _dimensions) + dimension;
        return demand == 0 || (Problem.TransientTable[dimension] && HasVisited(replica, node)) ? 0 : Charged[index] + demand - Problem.CapacityTable[index];
    }

    public void Begin(MigrationStep step)
    {
        var p = step.Replica;
        var counters = Rules.CountersOf(Problem.Workload(p));
        _disrupted[Problem.Workload(p)] += _everRan[p] && !IsDisrupted(p) ? 1 : 0;
        _flying[p] = true;
        _wave.Add(step);
        if (step.From >= 0)
        {
            _stepsOnNode[step.From]++;
            foreach (var counter in counters)
            {
                var from = Problem.Domain(counter.Level, step.From);
                var to = step.To < 0 ? -1 : Problem.Domain(counter.Level, step.To);
                if (from != to)
                {
                    counter.AddSure(from, -1);
                    counter.Between.Add((from, to));
                }
            }
        }

        if (step.To >= 0)
        {
            _stepsOnNode[step.To]++;
            AddCopy(p, step.To);
        }

        _guard?.Begin(step);
    }

    /// <summary>Ends the wave: old copies go, new ones are sure to run. Returns it with its time.</summary>
    public MigrationWave EndWave()
    {
        var load = new Dictionary<int, long>();
        foreach (var step in _wave)
        {
            var p = step.Replica;
            if (step.Kind != StepKind.Stop)
            {
                foreach (var node in Copies(p))
                {
                    load[node] = load.GetValueOrDefault(node) + Transfer[p];
                }
            }

            foreach (var counter in Rules.CountersOf(Problem.Workload(p)))
            {
                counter.Between.Clear();
                var to = step.To < 0 ? -1 : Problem.Domain(counter.Level, step.To);
                if (step.From < 0 || Problem.Domain(counter.Level, step.From) != to)
                {
                    counter.AddSure(to, 1);
                }
            }

            if (step.From >= 0)
            {
                RemoveCopy(p, step.From);
                _stepsOnNode[step.From] = 0;
            }

            if (step.To >= 0)
            {
                _stepsOnNode[step.To] = 0;
            }
        }

        foreach (var step in _wave)
        {
            var p = step.Replica;
            _flying[p] = false;
            var isGone = step is { Kind: StepKind.Stop, Reason: StepReason.ToTarget } && _first[p] < 0;
            _disrupted[Problem.Workload(p)] -= _everRan[p] && (isGone || !IsDisrupted(p)) ? 1 : 0;
            _everRan[p] = !isGone;
        }

        _guard?.EndWave(_wave);
        var longest = load.Count == 0 ? 0 : load.Values.Max();
        var wave = new MigrationWave { Steps = [.. _wave], Milliseconds = load.Count == 0 ? 0 : Limits.StartMilliseconds + TransferTime(longest, Limits) };
        _wave.Clear();
        return wave;
    }

    /// <summary>Returns what a move of each replica carries over: its largest demand for the moved resource.</summary>
    public static long[] Transfers(PlacementProblem problem, MigrationLimits limits)
    {
        var transfer = new long[problem.ReplicaCount];
        for (var p = 0; p < transfer.Length && limits.MovedResource < problem.ResourceCount; p++)
        {
            foreach (var amount in problem.Demand(p).Slice(limits.MovedResource * problem.SlotCount, problem.SlotCount))
            {
                transfer[p] = Math.Max(transfer[p], amount);
            }
        }

        return transfer;
    }

    public static long TransferTime(long units, MigrationLimits limits) => (long)(((Int128)units * 1000 + limits.UnitsPerSecond - 1) / limits.UnitsPerSecond);

    /// <summary>Whether the replica counts against its workload's budget: a step of it is under way, or it is down. Two settled copies disrupt nobody.</summary>
    private bool IsDisrupted(int replica) => _flying[replica] || (_everRan[replica] && _first[replica] < 0);

    private IEnumerable<int> Copies(int replica)
    {
        if (_first[replica] >= 0)
        {
            yield return _first[replica];
        }

        if (_second[replica] >= 0)
        {
            yield return _second[replica];
        }
    }

    private int FirstLacking(int replica, int node)
    {
        var demand = Problem.Demand(replica);
        var charged = Charged.AsSpan(node * _dimensions, _dimensions);
        var capacity = Problem.Capacity(node);
        for (var d = 0; d < demand.Length; d++)
        {
            if (demand[d] > 0 && charged[d] + demand[d] > capacity[d] && Lacking(replica, node, d) > 0)
            {
                return d;
            }
        }

        return -1;
    }

    private bool HasVisited(int replica, int node) => _visited is not null && _visited.Contains((replica, node));

    private void AddCopy(int p, int node)
    {
        foreach (var counter in Rules.CountersOf(Problem.Workload(p)))
        {
            var domain = Problem.Domain(counter.Level, node);
            counter.AddCopy(domain, _first[p] >= 0 && Problem.Domain(counter.Level, _first[p]) == domain, 1);
        }

        if (_first[p] < 0)
        {
            _first[p] = node;
        }
        else
        {
            _second[p] = node;
        }

        var demand = Problem.Demand(p);
        var again = HasVisited(p, node);
        for (var d = 0; d < demand.Length; d++)
        {
            Charged[(node * _dimensions) + d] += again && Problem.TransientTable[d] ? 0 : demand[d];
        }

        _visited?.Add((p, node));
    }

    private void RemoveCopy(int p, int node)
    {
        (_first[p], _second[p]) = (_first[p] == node ? _second[p] : _first[p], -1);
        foreach (var counter in Rules.CountersOf(Problem.Workload(p)))
        {
            var domain = Problem.Domain(counter.Level, node);
            counter.AddCopy(domain, _first[p] >= 0 && Problem.Domain(counter.Level, _first[p]) == domain, -1);
        }

        var demand = Problem.Demand(p);
        for (var d = 0; d < demand.Length; d++)
        {
            Charged[(node * _dimensions) + d] -= Problem.TransientTable[d] ? 0 : demand[d];
        }
    }
}
