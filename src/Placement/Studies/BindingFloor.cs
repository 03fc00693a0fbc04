using Placement.Problems;
using Placement.Solving;

namespace Placement.Studies;

/// <summary>Takes away one thing at a time (the demand for a resource, a kind of rule) and packs again by the same greedy packer, which tells what sets the size of the fleet.</summary>
internal static class BindingFloor
{
    public static IReadOnlyList<FloorPart> Of(Model.ClusterModel model, SolveResult greedy, StudyOptions options, SolveOptions solve, CancellationToken cancellationToken)
    {
        var definition = ProblemCompiler.Define(model, new CompileOptions());
        var parts = new List<FloorPart>();
        void Try(string name, int? rules, ProblemDefinition without)
        {
            if (rules != 0)
            {
                var check = options.Greedy.Solve(PlacementProblem.Create(without), solve, cancellationToken).Check;
                parts.Add(new FloorPart { Name = name, Rules = rules, NodesWithout = check?.NodesInUse, CostWithout = check?.Cost.Nodes });
            }
        }

        for (var resource = 0; resource < model.Resources.Count; resource++)
        {
            Try(model.Resources[resource].Name, null, definition with { Demand = Without(definition, resource) });
        }

        Try(
            "copies and co-location", definition.DomainLimits.Count + definition.CoLocations.Count + definition.Dependencies.Count,
            definition with { DomainLimits = [], CoLocations = [], Dependencies = [] });
        Try("spread", definition.Spreads.Count, definition with { Spreads = [] });
        Try(
            "where things may run", (definition.Eligible?.Count(row => row is not null) ?? 0) + (definition.PinnedNode?.Count(pin => pin >= 0) ?? 0),
            definition with { Eligible = null, MayStay = null, PinnedNode = null });
        Try("failure headroom", definition.HeadroomLevels.Count, definition with { HeadroomLevels = [] });

        var least = parts.Min(p => p.CostWithout);
        return [.. parts.Select(p => p with { IsBinding = p.CostWithout is { } cost && cost == least && cost < greedy.Check?.Cost.Nodes })];
    }

    private static long[] Without(ProblemDefinition definition, int resource)
    {
        var demand = (long[])definition.Demand.Clone();
        for (var i = 0; i < demand.Length; i++)
        {
            demand[i] = i / definition.SlotCount % definition.ResourceCount == resource ? 0 : demand[i];
        }

        return demand;
    }
}
