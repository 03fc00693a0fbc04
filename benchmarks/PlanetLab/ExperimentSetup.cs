namespace Placement.Benchmarks.PlanetLab;

/// <summary>One of the rule sets under which the experiment is reported. A figure without its set-up means nothing.</summary>
internal sealed record ExperimentSetup
{
    /// <summary>As CloudSim 3.0 ran: a VM that asks for nothing is dropped for good, and the power of a placement is judged against stale utilisation.</summary>
    public static readonly ExperimentSetup Compatible = new() { Name = "compatible", StalePower = true };

    /// <summary>No VM is dropped; the copy of a migration is not an SLA violation of its destination.</summary>
    public static readonly ExperimentSetup Clean = new() { Name = "clean", KeepIdle = true };

    /// <summary>As <see cref="Clean"/>, and the memory of a host may not be oversubscribed.</summary>
    public static readonly ExperimentSetup CleanMemory = new() { Name = "clean-memory", KeepIdle = true, EnforceMemory = true };

    /// <summary>The three under which results are reported.</summary>
    public static IReadOnlyList<ExperimentSetup> All { get; } = [Compatible, Clean, CleanMemory];

    /// <summary>All that can be run: each with the power estimate of either version of the simulator.</summary>
    public static IReadOnlyList<ExperimentSetup> Known { get; } =
    [
        .. All,
        Compatible with { Name = "compatible-3.0.3", StalePower = false },
        Clean with { Name = "clean-3.0", StalePower = true },
        CleanMemory with { Name = "clean-memory-3.0", StalePower = true },
    ];

    public required string Name { get; init; }

    /// <value>Whether the power estimate of a placement starts from the utilisation before this round (3.0), not from what is tentatively placed (3.0.2 on).</value>
    public bool StalePower { get; init; }

    /// <value>Whether a VM whose demand is 0 stays.</value>
    public bool KeepIdle { get; init; }

    /// <value>Whether nominal memory limits every placement, not only the initial one.</value>
    public bool EnforceMemory { get; init; }

    /// <value>Whether SLATAH counts only hosts whose residents truly ask for more than the host has.</value>
    public bool GenuineOverloadOnly => KeepIdle;
}
