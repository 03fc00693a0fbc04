using Placement.Bounds;
using Placement.Model;
using Placement.Problems;
using Placement.Solving;

namespace Placement.Studies;

/// <summary>Takes away one thing at a time (the demand for a resource, a kind of rule) and solves again from the plan, which tells what sets the size of the fleet.</summary>
/// <remarks>The plan keeps every rule that is left, so it is each solve's start and no part ever costs more without it.</remarks>
internal static class BindingFloor
{
    public static IReadOnlyList<FloorPart> Of(ClusterModel model, SolveResult solved, StudyOptions options, CancellationToken cancellationToken)
    {
        if (solved is not { Assignment: { } plan, Check: { } kept })
        {
            return [];
        }

        var definition = ProblemCompiler.Define(model, new CompileOptions());
        var noRules = definition with { DomainLimits = [], CoLocations = [], Dependencies = [], Spreads = [], Eligible = null, MayStay = null, PinnedNode = null, HeadroomLevels = [] };
        var parts = new List<FloorPart>();
        void Try(string name, int? rules, ProblemDefinition without, ProblemDefinition? alone)
        {
            if (rules != 0)
            {
                var least = Least(PlacementProblem.Create(without), plan, options, cancellationToken);
                var bound = alone is null ? null : ResourceBounds.Best(PlacementProblem.Create(alone));
                parts.Add(new FloorPart
                {
                    Name = name,
                    Rules = rules,
                    NodesWithout = least.NodesInUse,
                    CostWithout = least.Cost.Nodes,
                    Alone = bound is { Value: > 0 } ? bound.Explanation : "",
                });
            }
        }

        for (var resource = 0; resource < model.Resources.Count; resource++)
        {
            Try(model.Resources[resource].Name, null, definition with { Demand = Demand(definition, r => r != resource) }, noRules with { Demand = Demand(definition, r => r == resource) });
        }

        Try(
            "copies and co-location", definition.DomainLimits.Count + definition.CoLocations.Count + definition.Dependencies.Count,
            definition with { DomainLimits = [], CoLocations = [], Dependencies = [] },
            noRules with { DomainLimits = definition.DomainLimits, Demand = Demand(definition, _ => false) });
        Try("spread", definition.Spreads.Count, definition with { Spreads = [] }, null);
        Try(
            "where things may run", (definition.Eligible?.Count(row => row is not null) ?? 0) + (definition.PinnedNode?.Count(pin => pin >= 0) ?? 0),
            definition with { Eligible = null, MayStay = null, PinnedNode = null }, null);
        Try("failure headroom", definition.HeadroomLevels.Count, definition with { HeadroomLevels = [] }, null);

        var lowest = parts.Count == 0 ? 0 : parts.Min(p => p.CostWithout);
        return [.. parts.Select(p => p with
        {
            IsBinding = p.CostWithout == lowest && lowest < kept.Cost.Nodes,
            IsProven = p.CostWithout == lowest && lowest < solved.Bound.Value,
        })];
    }

    private static CheckResult Least(PlacementProblem problem, Assignment plan, StudyOptions options, CancellationToken cancellationToken)
    {
        var start = AssignmentChecker.Check(problem, plan);
        var found = options.Solver.Solve(problem, options.SensitivitySolve with { Start = plan }, cancellationToken).Check;
        return found is not null && found.Cost.Nodes < start.Cost.Nodes ? found : start;
    }

    private static long[] Demand(ProblemDefinition definition, Func<int, bool> keep)
    {
        var demand = (long[])definition.Demand.Clone();
        for (var i = 0; i < demand.Length; i++)
        {
            demand[i] = keep(i / definition.SlotCount % definition.ResourceCount) ? demand[i] : 0;
        }

        return demand;
    }
}
