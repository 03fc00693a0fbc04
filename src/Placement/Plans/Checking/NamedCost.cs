using Placement.Model;
using Placement.Problems;

namespace Placement.Plans;

/// <summary>Adds up the cost of a fleet by names.</summary>
internal static class NamedCost
{
    public static PlanCost Of(NamedFleet start, NamedFleet fleet, CompileOptions permitted, long softRules)
    {
        var model = fleet.Model;
        var moved = fleet.Replicas().Where(x => fleet.HasMoved(x.Replica)).ToList();
        var cost = new PlanCost
        {
            Nodes = fleet.InUse.Sum(n => fleet.Nodes[n].PriceMicroDollarsPerHour),
            Load = model.Nodes.Sum(n => Load(fleet, n)),
            Balance = model.Rules.OfType<Balance>().Sum(rule => model.Nodes.Sum(n => Imbalance(start, fleet, rule, n, permitted))),
            ReplicaMoves = moved.Sum(x => x.Workload.MoveCost),
            WorkloadMoves = moved.Count == 0 ? 0 : model.WorkloadMoveCost * moved.CountBy(x => x.Workload.Id).Max(g => g.Value),
            NodeMoves = moved.Sum(x => fleet.Nodes[x.Replica.Node!].LeaveCost + fleet.Nodes[fleet.NodeOf[x.Replica.Id]!].ArriveCost),
            Unplaced = permitted.UnplacedCost is { } unplaced ? fleet.Replicas().Where(x => fleet.NodeOf[x.Replica.Id] is null).Sum(x => unplaced * (x.Workload.Priority + 1)) : 0,
            SoftRules = softRules,
            Total = 0,
        };
        return cost with { Total = cost.Nodes + cost.Load + cost.Balance + cost.ReplicaMoves + cost.WorkloadMoves + cost.NodeMoves + cost.Unplaced + cost.SoftRules };
    }

    /// <summary>Returns the capacity of a node in a dimension: as full as it is at the start where that is permitted.</summary>
    public static long Capacity(CompileOptions permitted, NamedFleet start, Node node, int dimension)
    {
        var (capacity, used) = (node.Capacity[dimension / start.Model.SlotCount], start.Usage[node.Id][dimension]);
        return used > capacity && (permitted.CapacityMayStayBroken || (decimal)used * 1000 <= (decimal)capacity * (1000 + permitted.CapacityBandPerMille)) ? used : capacity;
    }

    private static long Load(NamedFleet fleet, Node node)
    {
        var target = node.Target.Count == 0 ? node.Capacity : node.Target;
        return fleet.Usage[node.Id].Index().Sum(u => fleet.Model.Resources[u.Index / fleet.Model.SlotCount].LoadWeight * Math.Max(0, u.Item - target[u.Index / fleet.Model.SlotCount]));
    }

    private static long Imbalance(NamedFleet start, NamedFleet fleet, Balance rule, Node node, CompileOptions permitted)
    {
        var model = fleet.Model;
        long Free(string resource, int slot)
        {
            var d = (model.Resources.Index().First(r => r.Item.Name == resource).Index * model.SlotCount) + slot;
            return Capacity(permitted, start, node, d) - fleet.Usage[node.Id][d];
        }

        return Enumerable.Range(0, model.SlotCount).Sum(slot => rule.Weight * Math.Max(0, (rule.Target * Free(rule.First, slot)) - Free(rule.Second, slot)));
    }
}
