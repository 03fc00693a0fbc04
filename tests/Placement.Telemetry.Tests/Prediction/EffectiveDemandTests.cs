using CsCheck;
using Placement.Telemetry.Prediction;

namespace Placement.Telemetry.Tests.Prediction;

public sealed class EffectiveDemandTests
{
    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.05, 1.6448536)]
    [InlineData(0.001, 3.0902323)]
    public void Deviations_are_those_of_the_normal_distribution(double risk, double expected) => Assert.Equal(expected, EffectiveDemand.Deviations(risk), 5);

    [Fact]
    public void Opposite_peaks_cancel()
    {
        // 0,10,0,10 and 10,0,10,0 sum to 10 always: no deviation.
        Assert.Equal(10, EffectiveDemand.OfSet([[0, 10, 0, 10], [10, 0, 10, 0]], 0.001), 6);
    }

    [Fact]
    public void Common_peaks_add_up()
    {
        var one = EffectiveDemand.OfSet([[0, 10, 0, 10]], 0.01);

        Assert.Equal(2 * one, EffectiveDemand.OfSet([[0, 10, 0, 10], [0, 10, 0, 10]], 0.01), 4);
    }

    [Fact]
    public void A_set_never_needs_more_than_its_members_apart() => Gen.Select(Gen.Float[0, 100].Array[50], Gen.Float[0, 100].Array[50]).Sample((one, other) =>
        EffectiveDemand.OfSet([one, other], 0.01) <= EffectiveDemand.OfSet([one], 0.01) + EffectiveDemand.OfSet([other], 0.01) + 1e-3);

    [Fact]
    public void A_set_without_a_complete_slot_is_unknown() =>
        Assert.Throws<ArgumentException>(() => EffectiveDemand.OfSet([[1, float.NaN], [float.NaN, 1]], 0.05));

    [Fact]
    public void Moments_follow_a_change_by_their_half_life()
    {
        // Mean 0 for long, then 1: after one half-life it is halfway.
        var moments = new DecayingMoments(halfLife: 10, priorMean: 0, priorVariance: 0, priorWeight: 1000);
        for (var i = 0; i < 10; i++)
        {
            moments.Observe(1);
        }

        Assert.Equal(0.5, moments.Mean, 9);
        Assert.Equal(0.25, moments.Variance, 9);
    }

    [Fact]
    public void Young_moments_are_the_plain_ones() => Gen.Double[0, 100].Array[1, 20].Sample(values =>
    {
        // The prior counts as one sample of its own.
        var moments = new DecayingMoments(halfLife: 1000, priorMean: 50, priorVariance: 0);
        Array.ForEach(values, moments.Observe);
        var all = values.Append(50).ToArray();

        Assert.Equal(all.Average(), moments.Mean, 6);
        Assert.Equal(all.Average(value => (value - all.Average()) * (value - all.Average())), moments.Variance, 6);
    });
}
