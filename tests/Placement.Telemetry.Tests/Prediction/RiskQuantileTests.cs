using CsCheck;
using Placement.Telemetry.Prediction;

namespace Placement.Telemetry.Tests.Prediction;

public sealed class RiskQuantileTests
{
    /// <summary>The numbers from 1 to a prime, in an order that spreads the high ones: steps of the golden ratio.</summary>
    private static float[] Spread(int prime) => [.. Enumerable.Range(1, prime).Select(i => (float)((i * (int)(0.618 * prime) % prime) + 1))];

    [Fact]
    public void Three_over_the_risk_of_samples_vouch_for_the_highest_and_fewer_for_more()
    {
        // 0.95^59 = 4.8 %: at 5 % risk 59 samples vouch for the highest of them with 95 % confidence;
        Assert.Equal(59, RiskQuantile.Of([Spread(59)], 0.05));
        Assert.True(RiskQuantile.Of([Spread(59)], 0.01) > 59);
    }

    [Fact]
    public void Many_samples_vouch_for_a_rank()
    {
        // 997 samples at 10 %: Clopper and Pearson's limit of 83 above is 9.98 %, of 84 above 10.1 %.
        Assert.Equal(997 - 83, RiskQuantile.Of([Spread(997)], 0.1));
    }

    [Fact]
    public void A_burst_says_little_more_than_one_sample()
    {
        // Three samples over 60 slots, each held for 20: three samples vouch for nothing at 5 %.
        float[] bursts = [.. Enumerable.Range(0, 60).Select(slot => (float)(slot / 20))];

        Assert.Equal(double.PositiveInfinity, RiskQuantile.Of([bursts], 0.01));
    }

    [Fact]
    public void Series_that_peak_together_say_no_more_than_one_of_them()
    {
        var one = Spread(101);
        var alone = RiskQuantile.Of([one], 0.01);

        Assert.Equal(alone, RiskQuantile.Of([one, one, one, one], 0.01), alone * 0.05);
        Assert.True(RiskQuantile.Of([one, Spread(101), [.. one.Reverse()]], 0.01) <= alone);
    }

    [Theory]
    [InlineData(1, 0.01)]
    [InlineData(1, 0.001)]
    [InlineData(6, 0.01)]
    [InlineData(6, 0.001)]
    public void The_true_share_above_is_within_the_risk_nine_times_in_ten(int burst, double risk)
    {
        // Exponential samples, each held for a burst of slots: the true share above a value v is exp(-v).
        var random = new Random(13);
        var kept = Enumerable.Range(0, 200).Count(_ =>
        {
            var series = Enumerable.Range(0, 5).Select(_ => Enumerable.Range(0, 400).Select(_ => (float)-Math.Log(1 - random.NextDouble())).SelectMany(v => Enumerable.Repeat(v, burst)).Take(400).ToArray()).ToList();
            return Math.Exp(-RiskQuantile.Of(series, risk)) <= risk;
        });

        Assert.InRange(kept, 180, 200);
    }

    [Fact]
    public void A_missing_sample_is_not_counted() => Assert.Equal(59, RiskQuantile.Of([[.. Spread(59), float.NaN]], 0.05));

    [Fact]
    public void A_smaller_risk_never_lowers_the_value() => Gen.Select(Gen.Float[0, 100].Array[1, 60], Gen.Double[1e-4, 0.5], Gen.Double[1e-4, 0.5]).Sample((samples, one, other) =>
        Assert.True(RiskQuantile.Of([samples], Math.Min(one, other)) >= RiskQuantile.Of([samples], Math.Max(one, other))));

    [Fact]
    public void No_sample_is_an_unknown_risk_and_not_none() => Assert.Throws<ArgumentException>(() => RiskQuantile.Of([[float.NaN]], 0.1));

    [Fact]
    public void One_sample_vouches_for_nothing() => Assert.Equal(double.PositiveInfinity, RiskQuantile.Of([[5]], 0.5));

    [Theory]
    [InlineData(1, 30)]
    [InlineData(0.5, 20)]
    [InlineData(0, 10)]
    public void A_shared_peak_lies_between_mean_and_peak(double share, double expected)
    {
        // Mean 10, highest 30.
        var predictor = new SharedPeakPredictor(new MaxPredictor(), share);

        Assert.Equal(expected, predictor.PredictPeak([0, 0, 30], new PeakRequest(0.01, TimeSpan.FromMinutes(5))), 6);
    }

    [Theory]
    [InlineData(0.5, 1)]
    [InlineData(0.01, 9.9498744)]
    public void Deviations_for_any_distribution_are_those_of_Cantelli(double risk, double expected) =>
        Assert.Equal(expected, EffectiveDemand.DeviationsWhateverTheDistribution(risk), 6);

    [Fact]
    public void No_distribution_exceeds_its_Cantelli_bound_more_often_than_the_risk() => Gen.Select(Gen.Double[0, 100].Array[1, 40], Gen.Double[0.01, 0.5]).Sample((values, risk) =>
    {
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
        var limit = mean + (EffectiveDemand.DeviationsWhateverTheDistribution(risk) * deviation);
        Assert.True(values.Count(v => v > limit + 1e-9) <= (risk * values.Length) + 1e-9);
    });
}
