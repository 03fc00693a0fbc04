using Placement.Problems;

namespace Placement.Plans;

/// <summary>Where every copy is after the steps so far, and the judgement of the next ones.</summary>
internal sealed class StepReplay
{
    private const int MostFaults = 100;

    private readonly PlacementProblem _problem;
    private readonly Assignment _target;
    private readonly MigrationLimits _limits;
    private readonly StepRules _rules;
    private readonly List<int>[] _copies;
    private readonly bool[] _everRan;
    private readonly long[] _usage;
    private readonly HashSet<(int Replica, int Node)> _visited = [];
    private readonly List<StepFault> _faults = [];
    private int _judged;
    private int _step;
    private int _wave;

    public StepReplay(PlacementProblem problem, Assignment target, MigrationLimits limits)
    {
        _problem = problem;
        _target = target;
        _limits = limits;
        _copies = new List<int>[problem.ReplicaCount];
        _everRan = new bool[problem.ReplicaCount];
        _usage = new long[problem.NodeCount * problem.DimensionCount];
        for (var p = 0; p < problem.ReplicaCount; p++)
        {
            _copies[p] = [];
            if (problem.Origin(p) >= 0)
            {
                Arrive(p, problem.Origin(p));
            }
        }

        _rules = new StepRules(problem, _copies, Report);
    }

    public void Wave(MigrationWave wave)
    {
        _wave++;
        var first = _step;
        _step = 0;
        var flying = new Dictionary<int, MigrationStep>();
        foreach (var step in wave.Steps)
        {
            if (!InRange(step))
            {
                Report(StepFaultCode.WrongPlace, $"The step {step.Kind} of replica {step.Replica} from {step.From} to {step.To} names what does not exist.");
                return;
            }

            if (!flying.TryAdd(step.Replica, step))
            {
                Report(StepFaultCode.WrongPlace, $"Replica {step.Replica} has two steps in the wave.");
                return;
            }
        }

        CheckLimits(wave);
        CheckTime(wave);
        Judge(flying);
        _step = first;

        // The same steps one after the other: each prefix, with its last step under way.
        foreach (var step in wave.Steps)
        {
            _step++;
            if (!IsInPlace(step))
            {
                return;
            }

            Judge(new Dictionary<int, MigrationStep> { [step.Replica] = step });
            Apply(step);
            _rules.JudgeFleet([]);
        }
    }

    public StepCheckResult Finish()
    {
        _step = 0;
        _wave = 0;
        for (var p = 0; p < _copies.Length; p++)
        {
            if (_target[p] < 0 ? _copies[p].Count != 0 : _copies[p].Count != 1 || _copies[p][0] != _target[p])
            {
                Report(StepFaultCode.WrongEnd, $"After the last step replica {p} is on [{string.Join(' ', _copies[p])}]; the target has it on {_target[p]}.");
            }
        }

        return new StepCheckResult { Faults = _faults, PrefixesJudged = _judged };
    }

    private bool InRange(MigrationStep s) =>
        s.Replica >= 0 && s.Replica < _problem.ReplicaCount
        && (s.Kind == StepKind.Start ? s.From == -1 : s.From >= 0 && s.From < _problem.NodeCount)
        && (s.Kind == StepKind.Stop ? s.To == -1 : s.To >= 0 && s.To < _problem.NodeCount);

    private bool IsInPlace(MigrationStep s)
    {
        var copies = _copies[s.Replica];
        var fine = s.Kind switch
        {
            StepKind.Move => copies.Count == 1 && copies[0] == s.From && s.To != s.From,
            StepKind.Start => copies.Count <= 1 && !copies.Contains(s.To),
            _ => copies.Contains(s.From),
        };
        if (!fine)
        {
            Report(StepFaultCode.WrongPlace, $"The step {s.Kind} of replica {s.Replica} from {s.From} to {s.To} cannot run: its copies are on [{string.Join(' ', copies)}].");
        }

        return fine;
    }

    private void Judge(Dictionary<int, MigrationStep> flying)
    {
        _judged++;
        var charged = new Dictionary<int, long[]>();
        foreach (var s in flying.Values)
        {
            if (s.Kind == StepKind.Stop)
            {
                if (_copies[s.Replica].Count == 1 && _target[s.Replica] >= 0 && !_limits.StopsFirst(_problem.Workload(s.Replica)))
                {
                    Report(StepFaultCode.StopsOnlyCopy, $"The only copy of replica {s.Replica} is stopped; workload {_problem.Workload(s.Replica)} does not permit that.");
                }

                continue;
            }

            if (!_problem.IsEligible(s.Replica, s.To))
            {
                Report(StepFaultCode.NotEligible, $"Replica {s.Replica} may not use node {s.To}.");
            }

            if (!charged.TryGetValue(s.To, out var usage))
            {
                charged.Add(s.To, usage = _usage.AsSpan(s.To * _problem.DimensionCount, _problem.DimensionCount).ToArray());
            }

            Charge(usage, s.Replica, s.To);
        }

        foreach (var s in flying.Values.Where(s => s.Kind != StepKind.Stop))
        {
            for (var d = 0; d < _problem.DimensionCount; d++)
            {
                if (_problem.Demand(s.Replica)[d] > 0 && charged[s.To][d] > _problem.Capacity(s.To)[d])
                {
                    Report(StepFaultCode.Capacity, $"Node {s.To} is charged {charged[s.To][d]} of {_problem.Capacity(s.To)[d]} in dimension {d} while replica {s.Replica} comes.");
                }
            }
        }

        _rules.JudgeWorkloads(flying);
        _rules.JudgeFleet(flying);
    }

    private void CheckLimits(MigrationWave wave)
    {
        if (wave.Steps.Count > _limits.MaxStepsPerWave)
        {
            Report(StepFaultCode.StepLimit, $"The wave has {wave.Steps.Count} steps; the limit is {_limits.MaxStepsPerWave}.");
        }

        foreach (var (node, count) in wave.Steps.SelectMany(s => new[] { s.From, s.To }).Where(n => n >= 0).CountBy(n => n))
        {
            if (count > _limits.MaxStepsPerNode)
            {
                Report(StepFaultCode.StepLimit, $"{count} steps of the wave use node {node}; the limit is {_limits.MaxStepsPerNode}.");
            }
        }

        var moving = wave.Steps.Select(s => s.Replica).ToHashSet();
        foreach (var workload in moving.Select(_problem.Workload).Distinct())
        {
            var disrupted = 0;
            foreach (var p in _problem.Replicas(workload))
            {
                var isDown = _everRan[p] && _copies[p].Count == 0 && _target[p] >= 0;
                disrupted += (moving.Contains(p) && _everRan[p]) || isDown ? 1 : 0;
            }

            if (disrupted > _limits.Budget(workload))
            {
                Report(StepFaultCode.Budget, $"{disrupted} replicas of workload {workload} are down or moving; the budget is {_limits.Budget(workload)}.");
            }
        }
    }

    private void CheckTime(MigrationWave wave)
    {
        var load = new Dictionary<int, long>();
        foreach (var s in wave.Steps.Where(s => s.Kind != StepKind.Stop))
        {
            var size = 0L;
            for (var slot = 0; slot < _problem.SlotCount && _limits.MovedResource < _problem.ResourceCount; slot++)
            {
                size = Math.Max(size, _problem.Demand(s.Replica)[(_limits.MovedResource * _problem.SlotCount) + slot]);
            }

            foreach (var node in _copies[s.Replica].Append(s.To).Distinct())
            {
                load[node] = load.GetValueOrDefault(node) + size;
            }
        }

        var expected = load.Count == 0 ? 0 : _limits.StartMilliseconds + (long)Math.Ceiling((decimal)load.Values.Max() * 1000 / _limits.UnitsPerSecond);
        if (wave.Milliseconds != expected)
        {
            Report(StepFaultCode.WrongTime, $"The wave is planned with {wave.Milliseconds} ms; its busiest node needs {expected} ms.");
        }
    }

    private void Apply(MigrationStep s)
    {
        if (s.From >= 0)
        {
            _copies[s.Replica].Remove(s.From);
            for (var d = 0; d < _problem.DimensionCount; d++)
            {
                _usage[(s.From * _problem.DimensionCount) + d] -= _problem.IsTransient(d) ? 0 : _problem.Demand(s.Replica)[d];
            }
        }

        if (s.To >= 0)
        {
            Arrive(s.Replica, s.To);
        }
    }

    private void Arrive(int replica, int node)
    {
        Charge(_usage.AsSpan(node * _problem.DimensionCount, _problem.DimensionCount), replica, node);
        _visited.Add((replica, node));
        _copies[replica].Add(node);
        _everRan[replica] = true;
    }

    /// <summary>Charges a copy; a transient resource stays charged from an earlier visit.</summary>
    private void Charge(Span<long> usage, int replica, int node)
    {
        var demand = _problem.Demand(replica);
        var again = _visited.Contains((replica, node));
        for (var d = 0; d < demand.Length; d++)
        {
            usage[d] += again && _problem.IsTransient(d) ? 0 : demand[d];
        }
    }

    private void Report(StepFaultCode code, string message)
    {
        if (_faults.Count < MostFaults)
        {
            _faults.Add(new(code, _step, _wave, message));
        }
    }
}
