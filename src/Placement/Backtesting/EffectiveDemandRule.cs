using System.Numerics;
using System.Runtime.InteropServices;
using Placement.Problems;
using Placement.Telemetry.Prediction;

namespace Placement.Backtesting;

/// <summary>A rule that a node's replicas together need no more than its capacity at a stated risk: mean plus deviations of their sum, covariances included.</summary>
/// <remarks>
/// For a problem whose own demand of the resource is the mean, or less: then a capacity is a relaxation and every bound stays valid. A solver that takes no rules in C# can be given
/// <see cref="SafeDemands"/> instead, whose sum is never below what this rule measures, since the deviation of a sum is at most the sum of the deviations.
/// One call costs O(replicas on the node x slots), in vector arithmetic.
/// </remarks>
public sealed class EffectiveDemandRule : ICustomRule
{
    /// <summary>A millionth of a unit: the error of the arithmetic, so that parts and their sum round alike.</summary>
    private const double Rounding = 1e-6;

    private readonly long[][] _usage; // by replica and slot, rounded up: sums of integers do not depend on the order of the replicas
    private readonly int _slots;
    private readonly int _resource;
    private readonly double _deviations;

    /// <summary>Makes a rule.</summary>
    /// <param name="history">What the replicas used. A gap counts as the higher of its neighbours; a replica without any sample counts with its demand in the problem.</param>
    /// <param name="resource">The resource, from 0.</param>
    /// <param name="risk">The share of slots that may exceed the capacity, above 0 and at most 0.5.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public EffectiveDemandRule(UsageHistory history, int resource, double risk)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentOutOfRangeException.ThrowIfNegative(resource);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(resource, history.ResourceCount);
        (_resource, _slots, _deviations) = (resource, history.SlotCount, EffectiveDemand.Deviations(risk));
        _usage = [.. Enumerable.Range(0, history.ReplicaCount).Select(p => Rounded(history.Row(p, resource)))];
    }

    /// <inheritdoc />
    public string Name => "effective-demand";

    /// <inheritdoc />
    public bool IsHard => true;

    /// <inheritdoc />
    public long Measure(PlacementProblem problem, int node, ReadOnlySpan<int> replicas)
    {
        ArgumentNullException.ThrowIfNull(problem);
        var sum = new long[_slots];
        var certain = 0L;
        foreach (var replica in replicas)
        {
            if (_usage[replica].Length == 0)
            {
                certain = checked(certain + problem.Demand(replica)[_resource * problem.SlotCount]);
            }
            else
            {
                Add(sum, _usage[replica]);
            }
        }

        var capacity = problem.Capacity(node)[_resource * problem.SlotCount];
        return Math.Max(0, checked(Effective(sum) + certain - capacity));
    }

    /// <summary>The demand of each replica alone: what a solver that adds numbers may add without breaking the rule. Zero for a replica without samples.</summary>
    public IReadOnlyList<long> SafeDemands() => [.. _usage.Select(usage => usage.Length == 0 ? 0 : Effective(usage))];

    private static long[] Rounded(ReadOnlySpan<float> row)
    {
        var usage = new long[row.Length];
        for (var slot = 0; slot < usage.Length; slot++)
        {
            usage[slot] = checked((long)Math.Ceiling(row[slot]));
        }

        return usage;
    }

    private static void Add(long[] sum, long[] usage)
    {
        var sums = MemoryMarshal.Cast<long, Vector<long>>(sum.AsSpan());
        var usages = MemoryMarshal.Cast<long, Vector<long>>(usage.AsSpan());
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] += usages[i];
        }

        for (var slot = sums.Length * Vector<long>.Count; slot < sum.Length; slot++)
        {
            sum[slot] += usage[slot];
        }
    }

    private long Effective(long[] usage)
    {
        var total = 0L;
        foreach (var value in usage)
        {
            total = checked(total + value);
        }

        var (mean, squares) = (total / (double)usage.Length, 0.0);
        foreach (var value in usage)
        {
            squares += (value - mean) * (value - mean);
        }

        return checked((long)Math.Ceiling(mean + (_deviations * Math.Sqrt(squares / Math.Max(1, usage.Length - 1))) - Rounding));
    }
}
