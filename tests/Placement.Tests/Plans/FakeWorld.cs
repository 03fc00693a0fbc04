using Placement.Model;
using Placement.Plans;

namespace Placement.Tests.Plans;

/// <summary>A world in memory that counts its calls and fails, or dies, at the one it is told to.</summary>
internal sealed class FakeWorld : IPlanWorld
{
    private readonly ClusterModel _model;
    private readonly Dictionary<string, SortedSet<string>> _copies = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    public FakeWorld(ClusterModel model)
    {
        _model = model;
        foreach (var replica in model.Workloads.SelectMany(w => w.Replicas))
        {
            _copies[replica.Id] = replica.Node is null ? [] : [replica.Node];
        }
    }

    /// <summary>The number of starts and stops asked for so far.</summary>
    public int Calls { get; private set; }

    /// <summary>The call at which the process dies: before it has an effect when negative, after it otherwise; 0 for never.</summary>
    public int DiesAt { get; set; }

    /// <summary>The call that fails, or 0.</summary>
    public int FailsAt { get; set; }

    /// <summary>How that call fails.</summary>
    public WorldFailure Failure { get; set; } = WorldFailure.Refused;

    /// <summary>What others use of a node's resource.</summary>
    public Dictionary<(string Node, string Resource), long> Foreign { get; } = [];

    /// <summary>Nodes that take no replicas.</summary>
    public HashSet<string> Closed { get; } = new(StringComparer.Ordinal);

    /// <summary>Called before the copies of a replica are looked for: lets a test change the world under the executor.</summary>
    public Action<string>? BeforeLook { get; set; }

    /// <summary>Takes back what <see cref="Break"/> did; null before.</summary>
    public Action? Undo { get; private set; }

    public IReadOnlyDictionary<string, string[]> Places => _copies.ToDictionary(c => c.Key, c => c.Value.ToArray(), StringComparer.Ordinal);

    public void Put(string replica, params string[] nodes) => _copies[replica] = [.. nodes];

    /// <summary>Makes a precondition of a replica's step untrue, and returns what makes it true again.</summary>
    public Action Break(string replica, StepPrecondition condition)
    {
        var before = _copies[replica];
        switch (condition.Kind)
        {
            case PreconditionKind.RunsOn:
                _copies[replica] = [.. before.Where(n => n != condition.Node)];
                Undo = () => _copies[replica] = before;
                break;
            case PreconditionKind.NotOn:
                _copies[replica] = [.. before, condition.Node];
                Undo = () => _copies[replica] = before;
                break;
            case PreconditionKind.AcceptsReplicas:
                Closed.Add(condition.Node);
                Undo = () => Closed.Remove(condition.Node);
                break;
            default:
                Foreign[(condition.Node, condition.Resource!)] = long.MaxValue / 4;
                Undo = () => Foreign.Clear();
                break;
        }

        return Undo;
    }

    public Task<IReadOnlyList<string>> FindCopiesAsync(string replica, CancellationToken cancellationToken)
    {
        BeforeLook?.Invoke(replica);
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<string>>([.. _copies[replica]]);
        }
    }

    public Task<WorldNode?> FindNodeAsync(string node, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var index = _model.Nodes.Index().FirstOrDefault(n => n.Item.Id == node).Item;
            if (index is null)
            {
                return Task.FromResult<WorldNode?>(null);
            }

            var free = _model.Resources.Select((r, i) => (r.Name, Free: index.Capacity[i] - _model.Workloads.SelectMany(w => w.Replicas.Where(x => _copies[x.Id].Contains(node)).Select(x => (x.Demand ?? w.Demand).Skip(i * _model.SlotCount).Take(_model.SlotCount).Max())).Sum() - Foreign.GetValueOrDefault((node, r.Name))));
            return Task.FromResult<WorldNode?>(new WorldNode { AcceptsReplicas = !Closed.Contains(node), Free = free.ToDictionary(f => f.Name, f => f.Free) });
        }
    }

    public Task<WorldOutcome> StartAsync(string replica, string node, CancellationToken cancellationToken) => Act(() => _copies[replica].Add(node));

    public Task<WorldOutcome> StopAsync(string replica, string node, CancellationToken cancellationToken) => Act(() => _copies[replica].Remove(node));

    private Task<WorldOutcome> Act(Action change)
    {
        lock (_gate)
        {
            Calls++;
            if (Calls == FailsAt)
            {
                if (Failure is WorldFailure.RefusedAfterEffect or WorldFailure.ConnectionLostAfterEffect)
                {
                    change();
                }

                return Failure is WorldFailure.Refused or WorldFailure.RefusedAfterEffect
                    ? Task.FromResult(WorldOutcome.Failed("the image cannot be pulled"))
                    : throw new IOException("the connection was lost");
            }

            if (Calls == -DiesAt)
            {
                throw new SimulatedKillException();
            }

            change();
            return Calls == DiesAt ? throw new SimulatedKillException() : Task.FromResult(WorldOutcome.Done);
        }
    }
}

#pragma warning disable CA1032, CA1064 // Only thrown and caught here.
internal sealed class SimulatedKillException : Exception;
#pragma warning restore CA1032, CA1064
