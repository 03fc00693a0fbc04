using Placement.Problems;

namespace Placement.Plans;

/// <summary>Waves of steps that bring a fleet from its start to a target, each safe while it runs. In dense indices of a <see cref="PlacementProblem"/>.</summary>
public sealed record MigrationPlan
{
    /// <summary>Gets the assignment the plan begins with: the origins of the problem.</summary>
    public required Assignment Start { get; init; }

    /// <summary>Gets the assignment the plan ends with. Where <see cref="Kept"/> is not empty it differs from the one asked for.</summary>
    public required Assignment Target { get; init; }

    /// <summary>Gets the waves in order.</summary>
    public required IReadOnlyList<MigrationWave> Waves { get; init; }

    /// <summary>Gets the replicas that stay although the target wanted them elsewhere, each with its reason.</summary>
    public required IReadOnlyList<KeptReplica> Kept { get; init; }

    /// <summary>Gets a time in milliseconds that no order of these moves can beat: the busiest node's transfers, without any waiting.</summary>
    public required long MakespanBoundMilliseconds { get; init; }

    /// <summary>Gets whether the exact model proved that no order of start-first moves of the moving replicas, in as many waves, has fewer extra hops, or as many and a shorter time.</summary>
    public bool IsProvenShortest { get; init; }

    /// <summary>Gets the number of steps.</summary>
    public int StepCount => Waves.Sum(w => w.Steps.Count);

    /// <summary>Gets the number of steps that a direct move would not need: hops through other nodes.</summary>
    public int ExtraHops => Waves.Sum(w => w.Steps.Count(s => s.Reason == StepReason.BreaksCycle));

    /// <summary>Gets the number of replicas that end on another node than they began on.</summary>
    public int MovedReplicas
    {
        get
        {
            var moved = 0;
            for (var p = 0; p < Start.ReplicaCount; p++)
            {
                moved += Start[p] == Target[p] ? 0 : 1;
            }

            return moved;
        }
    }

    /// <summary>Gets the time of all waves one after the other, in milliseconds.</summary>
    public long MakespanMilliseconds => Waves.Sum(w => w.Milliseconds);
}
