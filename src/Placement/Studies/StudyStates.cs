using Placement.Backtesting;
using Placement.Problems;

namespace Placement.Studies;

/// <summary>Adds up what an assignment uses, by fleet and by node.</summary>
internal sealed class StudyStates
{
    private readonly StudyInput _input;
    private readonly PlacementProblem _problem;
    private readonly int _targetPercent;
    private readonly long[] _capacity; // node x resource, full
    private readonly long[] _demand;   // replica x resource
    private readonly long[] _mean;     // replica x resource

    public StudyStates(StudyInput input, PlacementProblem problem, int targetPercent)
    {
        (_input, _problem, _targetPercent) = (input, problem, targetPercent);
        _capacity = [.. input.Fleet.Nodes.SelectMany(n => n.Capacity)];
        _demand = Demands.ByResource(problem);
        _mean = (long[])_demand.Clone();
        for (var i = 0; i < _mean.Length && input.History is not null; i++)
        {
            _mean[i] = input.History.Mean(i / problem.ResourceCount, i % problem.ResourceCount) ?? _demand[i];
        }
    }

    /// <summary>Whether every replica that runs has samples, so that "used" is measured and not a size.</summary>
    public bool IsMeasured => _input.History is { } history
        && Enumerable.Range(0, _problem.ReplicaCount).All(p => Enumerable.Range(0, _problem.ResourceCount).All(r => history.Row(p, r).Length > 0));

    public FleetState StateOf(Assignment assignment, bool allNodes)
    {
        var resources = _problem.ResourceCount;
        var on = new bool[_problem.NodeCount];
        Array.Fill(on, allNodes);
        var (used, demanded, bought) = (new long[resources], new long[resources], new long[resources]);
        for (var p = 0; p < _problem.ReplicaCount; p++)
        {
            if (assignment[p] >= 0)
            {
                on[assignment[p]] = true;
                for (var r = 0; r < resources; r++)
                {
                    used[r] = checked(used[r] + _mean[(p * resources) + r]);
                    demanded[r] = checked(demanded[r] + _demand[(p * resources) + r]);
                }
            }
        }

        for (var i = 0; i < _capacity.Length; i++)
        {
            bought[i % resources] = checked(bought[i % resources] + (on[i / resources] ? _capacity[i] : 0));
        }

        return new FleetState
        {
            Assignment = assignment,
            Check = AssignmentChecker.Check(_problem, assignment),
            Nodes = on.Count(x => x),
            Resources = [.. _input.Fleet.Resources.Select((resource, r) => new ResourceState
            {
                Name = resource.Name,
                Unit = resource.Unit,
                Bought = bought[r],
                Used = used[r],
                Demanded = demanded[r],
            })],
            Replay = _input.History is { } history ? UsageReplay.Run(history, assignment, _capacity, _targetPercent, _demand) : null,
        };
    }

    /// <summary>One load a node.</summary>
    public NodeLoad[] LoadsOf(FleetState state)
    {
        var resources = _problem.ResourceCount;
        var (mean, demand, replicas) = (new long[_capacity.Length], new long[_capacity.Length], new int[_problem.NodeCount]);
        for (var p = 0; p < _problem.ReplicaCount; p++)
        {
            if (state.Assignment[p] is >= 0 and var node)
            {
                replicas[node]++;
                for (var r = 0; r < resources; r++)
                {
                    mean[(node * resources) + r] = checked(mean[(node * resources) + r] + _mean[(p * resources) + r]);
                    demand[(node * resources) + r] = checked(demand[(node * resources) + r] + _demand[(p * resources) + r]);
                }
            }
        }

        var peak = (long[])mean.Clone();
        foreach (var replay in state.Replay?.Nodes ?? [])
        {
            peak[(replay.Node * resources) + replay.Resource] = replay.Peak;
        }

        return [.. Enumerable.Range(0, _problem.NodeCount).Select(n => new NodeLoad
        {
            Replicas = replicas[n],
            Mean = mean[(n * resources)..((n + 1) * resources)],
            Peak = peak[(n * resources)..((n + 1) * resources)],
            Demand = demand[(n * resources)..((n + 1) * resources)],
        })];
    }

    /// <summary>The price of what the nodes use, or null when it is not measured.</summary>
    public long? UsedPrice(NodeLoad[] loads)
    {
        if (!IsMeasured)
        {
            return null;
        }

        string[] names = [.. _input.Fleet.Resources.Select(r => r.Name)];
        var sum = 0L;
        for (var n = 0; n < loads.Length; n++)
        {
            var node = _input.Fleet.Nodes[n];
            sum = checked(sum + MoneyStatement.UsedPrice(node.Id, node.PriceMicroDollarsPerHour, loads[n].Mean, node.Capacity, names));
        }

        return sum;
    }
}
