using Placement.Model;

namespace Placement.Studies;

/// <summary>Gives the fleet's model with the demands and usable capacities of one sizing.</summary>
/// <param name="variant">The sizing. <see cref="SizingVariant.SurvivesNodeLoss"/> is added by the study and may be ignored here.</param>
/// <returns>The nodes, workloads and replicas of <see cref="StudyInput.Fleet"/> in the same order, with every demand set and the capacities that demands may add up to;
/// or <see langword="null"/> when the fleet cannot be sized so, such as by requests that are not known.</returns>
/// <remarks>Called several times, possibly at once from several threads; the same variant must give the same model.</remarks>
public delegate ClusterModel? FleetSizer(SizingVariant variant);
