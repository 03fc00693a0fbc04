using Placement.Backtesting;
using Placement.Model;

namespace Placement.Studies;

/// <summary>Everything a study looks at. Complete and immutable.</summary>
public sealed record StudyInput
{
    /// <summary>Gets the fleet as it is: full capacities, prices, the node of each replica, rules. Its demands are not looked at.</summary>
    public required ClusterModel Fleet { get; init; }

    /// <summary>Gets what sizes the fleet.</summary>
    public required FleetSizer Sizer { get; init; }

    /// <summary>Gets what sizes the workloads onto candidate nodes of a price catalogue, for the question "what would the cheapest fleet be"; <see langword="null"/> leaves it out.
    /// Its model has the workloads of <see cref="Fleet"/> in the same order, without current nodes.</summary>
    public FleetSizer? CatalogueSizer { get; init; }

    /// <summary>Makes the fleet's model under a sizing, as a study solves it: what a plan of that study is checked against.</summary>
    /// <param name="variant">The sizing.</param>
    /// <returns>The model, or <see langword="null"/> when the fleet cannot be sized so.</returns>
    /// <exception cref="Problems.ProblemException">The sizer gave a model of another fleet.</exception>
    public ClusterModel? ModelOf(SizingVariant variant) => StudyModels.Size(this, Sizer, variant);

    /// <summary>Gets the measured usage of the replicas, or <see langword="null"/> when there is no telemetry.</summary>
    public UsageHistory? History { get; init; }

    /// <summary>Gets the advice on requests; empty without telemetry or requests.</summary>
    public IReadOnlyList<RightSizingAdvice> RightSizing { get; init; } = [];

    /// <summary>Gets the name of the fleet, for titles.</summary>
    public string Name { get; init; } = "fleet";

    /// <summary>Gets the files that figures rest on.</summary>
    public IReadOnlyList<StudySource> Sources { get; init; } = [];

    /// <summary>Gets where node prices come from and of what date, in a sentence.</summary>
    public string PriceSource { get; init; } = "prices of the node inventory";

    /// <summary>Gets the currency of prices.</summary>
    public string Currency { get; init; } = "USD";

    /// <summary>Gets the grade of the telemetry, <c>A</c> to <c>D</c>, or empty when there is none.</summary>
    public string DataGrade { get; init; } = "";

    /// <summary>Gets why the data have that grade, in a sentence; may be empty.</summary>
    public string DataGradeReason { get; init; } = "";

    /// <summary>Gets further facts about how sizes were made, one sentence each, such as the headroom added to a percentile.</summary>
    public IReadOnlyList<string> SizingNotes { get; init; } = [];
}
