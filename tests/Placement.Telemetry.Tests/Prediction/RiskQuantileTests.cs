using CsCheck;
using Placement.Telemetry.Prediction;

namespace Placement.Telemetry.Tests.Prediction;

public sealed class RiskQuantileTests
{
    [Fact]
    public void A_common_risk_is_a_rank() => Assert.Equal(90f, RiskQuantile.Of([.. Enumerable.Range(1, 99).Select(i => (float)i)], 0.1));

    [Fact]
    public void A_risk_rarer_than_the_samples_lies_above_all_of_them() => Assert.True(RiskQuantile.Of([.. Enumerable.Range(1, 100).Select(i => (float)i)], 1e-4) > 100);

    [Fact]
    public void A_smaller_risk_never_lowers_the_value() => Gen.Select(Gen.Float[0, 100].Array[1, 60], Gen.Double[1e-4, 0.5], Gen.Double[1e-4, 0.5]).Sample((samples, one, other) =>
    {
        Array.Sort(samples);
        Assert.True(RiskQuantile.Of(samples, Math.Min(one, other)) >= RiskQuantile.Of(samples, Math.Max(one, other)));
    });

    [Fact]
    public void No_sample_is_an_unknown_risk_and_not_none() => Assert.Throws<ArgumentException>(() => RiskQuantile.Of([], 0.1));

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
