using Placement.Model;

namespace Placement.Problems;

/// <summary>Turns a <see cref="ClusterModel"/> with names into a <see cref="PlacementProblem"/> of dense integers.</summary>
/// <remarks>Nodes keep their order; replicas are numbered workload by workload in the model's order, so indices map back without a table.</remarks>
public static class ProblemCompiler
{
    /// <summary>Compiles a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">What to permit; <see langword="null"/> means the defaults.</param>
    /// <exception cref="ProblemException">Unknown or repeated names, wrong lengths, contradictory rules: every fault is listed.</exception>
    public static PlacementProblem Compile(ClusterModel model, CompileOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        return PlacementProblem.Create(Define(model, options ?? new CompileOptions()));
    }

    /// <summary>Makes the definition that <see cref="Compile"/> freezes, for callers that want to change it first.</summary>
    /// <exception cref="ProblemException">Unknown or repeated names, wrong lengths, contradictory rules: every fault is listed.</exception>
    public static ProblemDefinition Define(ClusterModel model, CompileOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        var faults = ModelValidation.Faults(model).Take(100).ToList();
        if (faults.Count > 0)
        {
            throw new ProblemException(faults);
        }

        var nodeIndex = Index(model.Nodes.Select(n => n.Id));
        var workloadIndex = Index(model.Workloads.Select(w => w.Id));
        var replicas = model.Workloads.SelectMany((w, i) => w.Replicas.Select(r => (Replica: r, Workload: i))).ToArray();
        var (demand, demandClass) = Demands(model, replicas);
        var levels = Levels(model);
        var rules = new RuleCompiler(model, workloadIndex, nodeIndex, levels.Index, Index(replicas.Select(r => r.Replica.Id)));
        return rules.Apply(new ProblemDefinition
        {
            ResourceCount = model.Resources.Count,
            SlotCount = model.SlotCount,
            Capacity = [.. model.Nodes.SelectMany(n => n.Capacity)],
            Target = [.. model.Nodes.SelectMany(n => n.Target.Count == 0 ? n.Capacity : n.Target)],
            Price = [.. model.Nodes.Select(n => n.PriceMicroDollarsPerHour)],
            LoadWeight = [.. model.Resources.Select(r => r.LoadWeight)],
            Transient = [.. model.Resources.Select(r => r.Transient)],
            Demand = demand,
            DemandClass = demandClass,
            Workload = [.. replicas.Select(r => r.Workload)],
            Origin = [.. replicas.Select(r => r.Replica.Node is { } node ? nodeIndex[node] : -1)],
            MoveCost = [.. replicas.Select(r => model.Workloads[r.Workload].MoveCost)],
            WorkloadMoveCost = model.WorkloadMoveCost,
            NodeMoveCost = NodeMoveCost(model),
            UnplacedCost = options.UnplacedCost is { } cost ? [.. model.Workloads.Select(w => checked(cost * (w.Priority + 1)))] : null,
            Domains = levels.Domains,
            CapacityMayStayBroken = options.CapacityMayStayBroken,
            Names = new()
            {
                Nodes = [.. model.Nodes.Select(n => n.Id)],
                Replicas = [.. replicas.Select(r => r.Replica.Id)],
                Workloads = [.. model.Workloads.Select(w => w.Id)],
                Resources = model.Resources,
                Levels = [.. levels.Index.OrderBy(l => l.Value).Select(l => l.Key)],
                Domains = levels.Values,
            },
            CustomRules = options.CustomRules,
            CapacityBandPerMille = options.CapacityBandPerMille,
        });
    }

    private static Dictionary<string, int> Index(IEnumerable<string> names)
    {
        var index = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            index.Add(name, index.Count);
        }

        return index;
    }

    /// <summary>Equal demands share a class, whatever their workload: fewer distinct sizes make every bound and model smaller.</summary>
    private static (long[] Demand, int[] Class) Demands(ClusterModel model, (Replica Replica, int Workload)[] replicas)
    {
        var rows = new List<long>();
        var classes = new Dictionary<string, int>(StringComparer.Ordinal);
        var known = new Dictionary<IReadOnlyList<long>, int>(ReferenceEqualityComparer.Instance);
        var demandClass = new int[replicas.Length];
        for (var p = 0; p < replicas.Length; p++)
        {
            var demand = replicas[p].Replica.Demand ?? model.Workloads[replicas[p].Workload].Demand;
            if (!known.TryGetValue(demand, out demandClass[p]))
            {
                var key = string.Join(' ', demand);
                if (!classes.TryGetValue(key, out demandClass[p]))
                {
                    demandClass[p] = classes.Count;
                    classes.Add(key, demandClass[p]);
                    rows.AddRange(demand);
                }

                known.Add(demand, demandClass[p]);
            }
        }

        return ([.. rows], demandClass);
    }

    private static (int[][] Domains, string[][] Values, Dictionary<string, int> Index) Levels(ClusterModel model)
    {
        var labels = model.Rules.Select(r => r switch
        {
            Spread s => s.Label,
            ReplicaLimit l => l.Label,
            Affinity a => a.Label,
            Headroom h => h.Label,
            _ => null,
        }).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var names = new List<string[]>(labels.Count);
        var domains = labels.Select(label =>
        {
            var values = new Dictionary<string, int>(StringComparer.Ordinal);
            int[] row = [.. model.Nodes.Select(n =>
            {
                if (!n.Labels.TryGetValue(label, out var value))
                {
                    return -1;
                }

                values.TryAdd(value, values.Count);
                return values[value];
            })];
            names.Add([.. values.OrderBy(v => v.Value).Select(v => v.Key)]);
            return row;
        }).ToArray();
        return (domains, [.. names], Index(labels));
    }

    private static int[]? NodeMoveCost(ClusterModel model)
    {
        if (model.Nodes.All(n => n.LeaveCost == 0 && n.ArriveCost == 0))
        {
            return null;
        }

        var count = model.Nodes.Count;
        var matrix = new int[count * count];
        for (var from = 0; from < count; from++)
        {
            for (var to = 0; to < count; to++)
            {
                matrix[(from * count) + to] = from == to ? 0 : checked((int)(model.Nodes[from].LeaveCost + model.Nodes[to].ArriveCost));
            }
        }

        return matrix;
    }
}
