using CsCheck;
using Placement.Telemetry.Profiles;
using Placement.Telemetry.Quality;
using Placement.Telemetry.Samples;

namespace Placement.Telemetry.Tests.Profiles;

public sealed class ProfileTests
{
    [Fact]
    public void Figures_of_a_small_series_are_those_worked_out_by_hand()
    {
        // 10 slots of 5 minutes, 1..10; the third is missing: 1 2 . 4 5 6 7 8 9 10, mean 52/9, nearest ranks of 9 values.
        var profile = Feed.Window(Enumerable.Range(1, 10).Where(i => i != 3).Select(i => ("n", (i - 1) * 5.0, (double)i))).Profiles[0];

        Assert.Equal((9, 1, 10), (profile.Slots, profile.MissingSlots, profile.Max));
        Assert.Equal(52.0 / 9, profile.Mean, 12);
        Assert.Equal(Math.Sqrt(((2708.0 - (52.0 * 52)) / 9) / 8 + 0), Math.Sqrt(((2708.0 - 2704) / 9) / 8), 12);
        Assert.Equal((6, 10, 10), (profile.P50, profile.P95, profile.P99));
        Assert.Equal(0.9, profile.Coverage, 12);
        Assert.Equal(TimeSpan.FromMinutes(5), profile.LongestGap);

        // Of 10 expected slots p80 leaves two above; one of them is the missing slot, so only the 10 may be passed over.
        Assert.True(profile.TryGetUpperPercentile(80, out var upper));
        Assert.Equal(9, upper);
        Assert.False(profile.TryGetUpperPercentile(95, out _));
    }

    [Fact]
    public void Figures_equal_those_of_a_plain_computation() =>
        Gen.Double[0.001, 1e6].Array[1, 700].Sample(values =>
        {
            var profile = Feed.Window(values.Select((value, i) => ("n", i * 5.0, value))).Profiles[0];
            var sorted = values.Order().ToArray();
            var mean = values.Average();

            Near(mean, profile.Mean);
            Near(values.Length < 2 ? 0 : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1)), profile.StandardDeviation, mean);
            Near(sorted[^1], profile.Max);
            foreach (var percent in new[] { 1, 50, 95, 99, 99.9, 100 })
            {
                var rank = sorted.Select((_, i) => i + 1).First(i => i * 100.0 >= (percent * sorted.Length) - 1e-6);
                Near(sorted[rank - 1], profile.Percentile(percent));
                Assert.True(profile.Percentile(percent) >= sorted[rank - 1]);
            }
        }, iter: 300);

    [Fact]
    public void The_deviation_keeps_its_digits_at_a_hundred_billion_bytes()
    {
        // 1e11 +- 1e6 in turns: the deviation is 1e6 x sqrt(n / (n - 1)). A float holds 1e11 to 8192, so 1 % is asked for.
        var profile = Feed.Window(Enumerable.Range(0, 10_000).Select(i => ("n", i * 5.0, 1e11 + (i % 2 == 0 ? 1e6 : -1e6)))).Profiles[0];

        Assert.InRange(profile.StandardDeviation, 0.99e6, 1.01e6);
        Assert.InRange(profile.Mean, 1e11 - 1e4, 1e11 + 1e4);
    }

    [Fact]
    public void Merging_builders_equals_building_from_all_samples() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 900], Gen.Double[0.1, 1000]).List[1, 200].Where(list => list.Count > 0).Select(Gen.Int[0, 200]).Sample((list, cut) =>
        {
            var samples = list.Select(item => ($"n{item.Item1}", (double)item.Item2, item.Item3)).ToArray();
            var options = new ProfileOptions { Start = Feed.Monday, End = Feed.Monday.AddHours(16) };
            var session = new IngestSession();
            var (whole, one, two) = (Builder(session, options), Builder(session, options), Builder(session, options));
            using var all = Feed.Batch(session, samples);
            using var first = Feed.Batch(session, samples.Take(cut));
            using var second = Feed.Batch(session, samples.Skip(cut));
            whole.Add(all);
            one.Add(first);
            two.Add(second);
            one.Merge(two);
            var (expected, actual) = (whole.Build(), one.Build());

            Assert.Equal(expected.Profiles.Select(profile => profile.Key), actual.Profiles.Select(profile => profile.Key));
            foreach (var (a, b) in expected.Profiles.Zip(actual.Profiles))
            {
                Assert.Equal(a.Row!.Peaks.ToArray(), b.Row!.Peaks.ToArray());
            }
        }, iter: 200);

    [Fact]
    public void A_window_that_moves_on_equals_one_that_never_had_the_rest() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 30], Gen.Double[0.1, 1000]).List[1, 30].Array[1, 12].Select(Gen.Int[1, 4000]).Sample((rounds, minutes) =>
        {
            var (now, session) = (0, new IngestSession(quarantine: new() { MaxShare = 1 }));
            var (moving, later) = (new ProfileBuilder(session, null, new Feed.At(Feed.Monday.AddYears(1))), new List<(string, double, double)>());
            foreach (var round in rounds)
            {
                now += 1500; // minutes: more than a page of slots
                var samples = round.Select(sample => ($"n{sample.Item1}", now + (sample.Item2 * 5.0), sample.Item3)).ToList();
                using var batch = Feed.Batch(session, samples);
                moving.Add(batch);
                var from = Math.Min(now, (now - minutes + 4) / 5 * 5);
                moving.Forget(Feed.Monday.AddMinutes(now).AddMinutes(from - now));
                later = [.. later.Where(sample => sample.Item2 >= from), .. samples];

                var (peeked, expected) = (moving.Peek(), Feed.Window(later));
                Assert.Equal(expected.Profiles.Select(profile => (profile.Key, profile.FirstTime, profile.Mean, profile.P50, profile.Max)), peeked.Profiles.Select(profile => (profile.Key, profile.FirstTime, profile.Mean, profile.P50, profile.Max)));
            }
        }, iter: 200);

    [Fact]
    public void Several_samples_a_slot_keep_their_peak_and_their_mean()
    {
        var profile = Feed.Window([("n", 0, 10), ("n", 1, 30), ("n", 2, 20), ("n", 5, 40)]).Profiles[0];

        Assert.Equal([30f, 40f], profile.Row!.Peaks.ToArray());
        Assert.Equal([20f, 40f], profile.Row!.Means.ToArray());
        Assert.Equal(30, profile.Mean);
        Assert.Equal(40, profile.Max);
    }

    [Fact]
    public void Slots_widen_to_the_interval_of_a_slower_feed()
    {
        var window = Feed.Window(Enumerable.Range(0, 48).Select(i => ("n", i * 60.0, 1.0 + i)));

        Assert.Equal(TimeSpan.FromHours(1), window.Axis.Width);
        Assert.Equal(1, window.Profiles[0].Coverage);
        Assert.Equal(48, window.Profiles[0].Slots);
    }

    [Theory]
    [InlineData(2, null)]
    [InlineData(2, 5.0)]
    [InlineData(null, null)]
    [InlineData(null, 5.0)]
    public void A_window_within_the_last_seconds_of_a_slot_keeps_its_samples(int? interval, double? end)
    {
        var options = new ProfileOptions
        {
            Start = Feed.Monday.AddMinutes(5).AddSeconds(-10),
            End = end is { } minute ? Feed.Monday.AddMinutes(minute) : null,
            SampleInterval = interval is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        };
        var window = Feed.Window(Enumerable.Range(0, 5).Select(i => ("n", 5 - ((10 - (2 * i)) / 60.0), 1.0 + i)), options);

        Assert.Equal((5, 1), (window.Profiles.Single().Max, window.Axis.Count));
    }

    [Fact]
    public void Memory_is_bounded_by_wider_slots_that_never_lower_a_peak()
    {
        var samples = Enumerable.Range(0, 20).SelectMany(n => Enumerable.Range(0, 20_000).Select(i => ($"n{n}", i * 5.0, 1.0 + ((i * 7919) % 1000)))).ToArray();
        var exact = Feed.Window(samples);
        var tight = Feed.Window(samples, new ProfileOptions { SlotMemoryBytes = 1 << 20 });

        Assert.True(tight.Axis.Width > exact.Axis.Width);
        Assert.True(tight.Axis.Count * 20L * sizeof(float) < 4 << 20);
        Assert.All(exact.Profiles.Zip(tight.Profiles), pair => Assert.True(pair.Second.P95 >= pair.First.P95 && pair.Second.Max == pair.First.Max));
    }

    [Fact]
    public void Hours_are_in_the_time_zone_of_the_options()
    {
        var zone = TimeZoneInfo.CreateCustomTimeZone("plus2", TimeSpan.FromHours(2), "plus2", "plus2");
        var profile = Feed.Window(Enumerable.Range(0, 7 * 288).Select(i => ("n", i * 5.0, i / 12 == 10 ? 500.0 : 100.0)), new ProfileOptions { TimeZone = zone }).Profiles[0];

        Assert.Equal(84, profile.ByHourOfDay[12].Slots);
        Assert.Equal((100 * 72 + 500 * 12) / 84.0, profile.ByHourOfDay[12].Mean, 6);
        Assert.Equal((500, 500), (profile.ByHourOfDay[12].P95, profile.ByHourOfDay[12].Max));
        Assert.Equal(12, Assert.Single(profile.ByHourOfWeek, hour => hour.Max > 100).Hour);
    }

    [Theory]
    [InlineData(14, 0, DataGrade.A)]
    [InlineData(14, 0.02, DataGrade.B)]
    [InlineData(7, 0, DataGrade.B)]
    [InlineData(7, 0.1, DataGrade.C)]
    [InlineData(1, 0, DataGrade.C)]
    [InlineData(1, 0.5, DataGrade.D)]
    [InlineData(0.5, 0, DataGrade.D)]
    public void The_grade_follows_from_span_and_coverage(double days, double missing, DataGrade expected)
    {
        var count = (int)(days * 288);
        var options = new ProfileOptions { Start = Feed.Monday, End = Feed.Monday.AddDays(days) };

        Assert.Equal(expected, Feed.Window(Enumerable.Range(0, count).Where(i => i % 100 >= missing * 100).Select(i => ("n", i * 5.0, 1.0)), options).Grade);
    }

    [Fact]
    public void A_slice_has_the_profiles_of_its_own_slots_and_names_series_without_any()
    {
        var window = Feed.Window([.. Enumerable.Range(0, 10).Select(i => ("a", i * 5.0, 1.0 + i)), ("b", 0, 5)]);
        var rest = window.Slice(5, 5);

        Assert.Equal(Feed.Monday.AddMinutes(25), rest.Axis.Start);
        Assert.Equal([6f, 7f, 8f, 9f, 10f], rest.Profiles.Single().Row!.Peaks.ToArray());
        Assert.Equal([Feed.Cpu("b")], rest.SeriesWithoutData);
        Assert.Equal(DataGrade.D, rest.Grade);
    }

    [Fact]
    public void Stragglers_far_from_all_others_are_set_aside_and_two_periods_need_a_window()
    {
        var days = Enumerable.Range(0, 600).Select(i => ("n", i * 5.0, 1.0)).ToArray();
        var window = Feed.Window([.. days, ("n", -60 * 24 * 400, 1)]);

        Assert.Equal(600, window.Axis.Count);
        Assert.Equal(1, window.Quarantine.CountOf(FaultRule.FarFromRest));
        Assert.Throws<InvalidTelemetryException>(() => Feed.Window([.. days, .. days.Select(sample => ("n", sample.Item2 - (60 * 24 * 100), 1.0))]));
    }

    private static ProfileBuilder Builder(IngestSession session, ProfileOptions options) => new(session, options, new Feed.At(Feed.Monday.AddYears(1)));

    private static void Near(double expected, double actual, double scale = 0) =>
        Assert.InRange(actual, expected - (3e-7 * Math.Max(expected, scale)) - 1e-12, expected + (3e-7 * Math.Max(expected, scale)) + 1e-12);
}
