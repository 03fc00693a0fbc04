using Placement.Model;

namespace Placement.Plans;

/// <summary>Judges that a step demands what it needs, so that an executor stops where the world is not as planned.</summary>
internal static class PreconditionCheck
{
    /// <summary>Returns the first precondition that a step should have and has not, in words; or <see langword="null"/>.</summary>
    /// <param name="step">The step.</param>
    /// <param name="copies">The nodes that the replica runs on before the step.</param>
    /// <param name="model">The model.</param>
    /// <param name="demand">What the step's replica takes; entry resource * slots + slot.</param>
    public static string? Missing(PlanStep step, List<string> copies, ClusterModel model, IReadOnlyList<long> demand)
    {
        bool Has(PreconditionKind kind, string node) => step.Preconditions.Any(c => c.Kind == kind && c.Node == node);
        // A start beside a running copy rests on that copy, as a move does.
        IEnumerable<string> needed = step.Kind == StepKind.Start ? copies : step.From is { } from ? [from] : [];
        if (needed.FirstOrDefault(node => !Has(PreconditionKind.RunsOn, node)) is { } absent)
        {
            return $"replica '{step.Replica}' runs on '{absent}'";
        }

        if (step.To is not { } to)
        {
            return null;
        }

        if (!Has(PreconditionKind.NotOn, to) || !Has(PreconditionKind.AcceptsReplicas, to))
        {
            return Has(PreconditionKind.NotOn, to) ? $"'{to}' accepts replicas" : $"replica '{step.Replica}' does not run on '{to}'";
        }

        foreach (var (i, resource) in model.Resources.Index())
        {
            var need = demand.Skip(i * model.SlotCount).Take(model.SlotCount).Max();
            if (need > 0 && !step.Preconditions.Any(c => c.Kind == PreconditionKind.Room && c.Node == to && c.Resource == resource.Name && c.Amount == need))
            {
                return $"'{to}' has {need} {resource.Name} free";
            }
        }

        return null;
    }
}
