using CsCheck;
using Placement.Telemetry.Prediction;

namespace Placement.Telemetry.Tests.Prediction;

public sealed class PredictorTests
{
    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);

    private static readonly IPeakPredictor[] All =
    [
        new MaxPredictor(), new PercentilePredictor(), new SigmaPredictor(), new SigmaPredictor(5), new DecayingHistogramPredictor(), new BorgDefaultPredictor(),
        new ResourceCentralPredictor(), new SeasonalPredictor(), new EnsemblePredictor(new SigmaPredictor(), new PercentilePredictor()),
    ];

    private static readonly Gen<float[]> Usage = Gen.Float[0, 1000].Array[1, 400];

    [Fact]
    public void A_percentile_leaves_the_risk_above_it()
    {
        // 1..99: with 99 samples the next exceeds the 90th smallest (90) with probability 10 %.
        var usage = Enumerable.Range(1, 99).Select(i => (float)i).ToArray();

        Assert.Equal(90, new PercentilePredictor().PredictPeak(usage, new(0.1, FiveMinutes)));
    }

    [Fact]
    public void Too_few_samples_for_the_risk_give_the_largest() =>
        Assert.Equal(7, new PercentilePredictor().PredictPeak([1, 7, 3], new(0.001, FiveMinutes)));

    [Fact]
    public void Sigma_is_mean_plus_deviations()
    {
        // 2, 4, 4, 6: mean 4, sample deviation sqrt(8/3).
        Assert.Equal(4 + (5 * Math.Sqrt(8.0 / 3)), new SigmaPredictor(5).PredictPeak([2, 4, 4, 6], new(0.1, FiveMinutes)), 6);
        Assert.Equal(4 + (1.6448536 * Math.Sqrt(8.0 / 3)), new SigmaPredictor().PredictPeak([2, 4, 4, 6], new(0.05, FiveMinutes)), 5);
    }

    [Fact]
    public void A_decaying_histogram_forgets()
    {
        // Nine days at 100, then one at 10: by a half-life of an hour the old days weigh 2^-24 and less.
        var usage = Enumerable.Repeat(100f, 9 * 288).Concat(Enumerable.Repeat(10f, 288)).ToArray();

        Assert.InRange(new DecayingHistogramPredictor(TimeSpan.FromHours(1)).PredictPeak(usage, new(0.01, FiveMinutes)), 10, 10.5);
        Assert.Equal(100, new DecayingHistogramPredictor(TimeSpan.FromDays(30)).PredictPeak(usage, new(0.01, FiveMinutes)), 3);
    }

    [Fact]
    public void Borg_default_is_a_share_of_the_limit() =>
        Assert.Equal(3600, new BorgDefaultPredictor().PredictPeak([1, 2], new(0.1, FiveMinutes) { Limit = 4000 }));

    [Fact]
    public void A_season_is_found_in_the_hour_that_peaks()
    {
        // Three days, 100 from 09:00 to 10:00, else 10, no noise: the busiest hour is 100 and nothing deviates from its hour.
        var usage = Enumerable.Range(0, 3 * 288).Select(i => i / 12 % 24 == 9 ? 100f : 10f).ToArray();

        Assert.Equal(100, new SeasonalPredictor().PredictPeak(usage, new(0.01, FiveMinutes)), 6);
    }

    [Fact]
    public void An_ensemble_takes_the_highest() =>
        Assert.Equal(9, new EnsemblePredictor(new MaxPredictor(), new SigmaPredictor(0)).PredictPeak([1, 9, 2], new(0.05, FiveMinutes)));

    [Fact]
    public void No_sample_and_no_limit_is_an_error_and_not_zero()
    {
        foreach (var predictor in All)
        {
            Assert.Throws<InvalidOperationException>(() => predictor.PredictPeak([float.NaN, float.NaN], new(0.05, FiveMinutes)));
        }
    }

    [Fact]
    public void No_sample_falls_back_on_the_limit()
    {
        foreach (var predictor in All.Where(predictor => predictor is not BorgDefaultPredictor))
        {
            Assert.Equal(500, predictor.PredictPeak([float.NaN], new(0.05, FiveMinutes) { Limit = 500 }));
        }
    }

    [Fact]
    public void No_prediction_exceeds_the_limit() => Usage.Sample(usage =>
    {
        foreach (var predictor in All)
        {
            Assert.True(predictor.PredictPeak(usage, new(0.01, FiveMinutes) { Limit = 300 }) <= 300, predictor.Name);
        }
    }, iter: 200);

    [Fact]
    public void A_smaller_risk_never_lowers_a_prediction() => Gen.Select(Usage, Gen.Double[0.001, 0.5], Gen.Double[0.001, 0.5]).Sample((usage, one, other) =>
    {
        foreach (var predictor in All)
        {
            var careful = predictor.PredictPeak(usage, new(Math.Min(one, other), FiveMinutes));
            var bold = predictor.PredictPeak(usage, new(Math.Max(one, other), FiveMinutes));
            Assert.True(careful >= bold - 1e-9, predictor.Name);
        }
    }, iter: 200);

    [Fact]
    public void The_percentile_keeps_its_risk_on_exchangeable_samples()
    {
        var random = new Random(11);
        var (above, count) = (0, 0);
        for (var round = 0; round < 400; round++)
        {
            var usage = Enumerable.Range(0, 199).Select(_ => (float)-Math.Log(1 - random.NextDouble())).ToArray();
            var predicted = new PercentilePredictor().PredictPeak(usage, new(0.05, FiveMinutes));
            above += Enumerable.Range(0, 50).Count(_ => -Math.Log(1 - random.NextDouble()) > predicted);
            count += 50;
        }

        Assert.InRange(above / (double)count, 0.04, 0.06);
    }

    [Fact]
    public void Calibration_keeps_the_risk_where_the_bare_predictor_does_not()
    {
        // Log-normal usage: the normal quantile is too low for it.
        var random = new Random(12);
        var request = new PeakRequest(0.01, FiveMinutes);
        var series = Enumerable.Range(0, 60).Select(_ => Enumerable.Range(0, 600).Select(_ => (float)Math.Exp(1.5 * Normal(random))).ToArray()).ToList();
        var past = series.ConvertAll(usage => usage[..400]);
        var calibrated = CalibratedPredictor.Learn(new SigmaPredictor(), past, request, seen: 200);

        Assert.True(Share(new SigmaPredictor()) > 0.01);
        Assert.True(Share(calibrated) <= 0.01, $"{Share(calibrated)}");

        double Share(IPeakPredictor predictor) => series.Average(usage =>
        {
            var predicted = predictor.PredictPeak(usage.AsSpan(0, 400), request);
            return usage[400..].Count(value => value > predicted) / 200.0;
        });
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
