using Placement.Model;
using Placement.Problems;

namespace Placement.Studies;

/// <summary>Asks a sizer for a model and makes sure that it is about the same fleet.</summary>
internal static class StudyModels
{
    public static ClusterModel? Size(StudyInput input, FleetSizer sizer, SizingVariant variant)
    {
        if (sizer(variant) is not { } model)
        {
            return null;
        }

        var faults = WorkloadFaults(input.Fleet, model).ToList();
        if (ReferenceEquals(sizer, input.Sizer) && !model.Nodes.Select(n => n.Id).SequenceEqual(input.Fleet.Nodes.Select(n => n.Id), StringComparer.Ordinal))
        {
            faults.Add($"The model sized by {variant} has other nodes than the fleet, or another order; a sizer keeps both.");
        }

        if (faults.Count > 0)
        {
            throw new ProblemException(faults);
        }

        return variant.SurvivesNodeLoss && !model.Rules.OfType<Headroom>().Any(h => h.Label is null)
            ? model with { Rules = [.. model.Rules, new Headroom()] }
            : model;
    }

    private static IEnumerable<string> WorkloadFaults(ClusterModel fleet, ClusterModel sized)
    {
        var expected = fleet.Workloads.SelectMany(w => w.Replicas).Select(r => r.Id);
        if (!sized.Workloads.SelectMany(w => w.Replicas).Select(r => r.Id).SequenceEqual(expected, StringComparer.Ordinal))
        {
            yield return "The sized model has other replicas than the fleet, or another order; a sizer keeps both.";
        }
    }
}
