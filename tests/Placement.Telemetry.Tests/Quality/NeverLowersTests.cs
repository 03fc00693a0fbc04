using CsCheck;
using Placement.Telemetry.Profiles;

namespace Placement.Telemetry.Tests.Quality;

/// <summary>However a feed is corrupted, the demand that is read from it does not fall.</summary>
public sealed class NeverLowersTests
{
    private static readonly double[] Percents = [50, 90, 95, 99, 100];

    /// <summary>One corruption of one sample: its number, and what is done to it.</summary>
    private static readonly Gen<(int At, int Kind, double Amount)> Corruption = Gen.Select(Gen.Int[0, 10_000], Gen.Int[0, 6], Gen.Double[0, 1]);

    private static readonly Gen<(double[] Values, List<(int, int, double)> Corruptions)> Cases =
        Gen.Select(Gen.Double[0.5, 1000].Array[20, 120], Corruption.List[1, 60]);

    [Fact]
    public void One_sample_a_slot() => Holds(samplesPerSlot: 1, profileOptions: new ProfileOptions());

    [Fact]
    public void Several_samples_a_slot_with_the_interval_stated() =>
        Holds(samplesPerSlot: 5, new ProfileOptions { SampleInterval = TimeSpan.FromMinutes(1) });

    [Fact]
    public void A_counter_with_lost_reset_and_misplaced_samples() =>
        Cases.Sample(
            sample =>
            {
                var totals = sample.Values.Select((_, i) => ("n", i * 5.0, sample.Values.Take(i + 1).Sum(value => value * 300))).ToArray();
                var options = Options(new ProfileOptions(), sample.Values.Length * 5);
                NoLower(Read(totals, options, counter: true), Read(Corrupt(totals, sample.Corruptions, counter: true), options, counter: true));
            },
            iter: 500);

    private static void Holds(int samplesPerSlot, ProfileOptions profileOptions) =>
        Cases.Sample(
            sample =>
            {
                var samples = sample.Values.Select((value, i) => ("n", i * 5.0 / samplesPerSlot, value)).ToArray();
                var options = Options(profileOptions, sample.Values.Length * 5 / samplesPerSlot);
                NoLower(Read(samples, options), Read(Corrupt(samples, sample.Corruptions), options));
            },
            iter: 1000);

    /// <summary>The promise is made for a stated window, since a feed that lost its ends cannot say where they were.</summary>
    private static ProfileOptions Options(ProfileOptions options, int minutes) =>
        options with { Start = Feed.Monday, End = Feed.Monday.AddMinutes(minutes), SampleInterval = options.SampleInterval ?? TimeSpan.FromMinutes(5) };

    private static List<(string, double, double)> Corrupt((string, double, double)[] samples, List<(int At, int Kind, double Amount)> corruptions, bool counter = false)
    {
        var list = samples.ToList();

        // Lower repetitions come last: once the true sample is gone, its lower twin is a plausible sample that nothing can tell.
        foreach (var (position, kind, amount) in corruptions.OrderBy(corruption => corruption.Kind == 1))
        {
            if (list.Count == 0)
            {
                break;
            }

            var at = position % list.Count;
            var (subject, minute, value) = list[at];
            switch (kind)
            {
                case 0: // lost
                    list.RemoveAt(at);
                    break;
                case 1: // sent twice, the second time lower
                    list.Insert((int)(amount * list.Count), (subject, minute, counter ? value : value * amount));
                    break;
                case 2: // delayed
                    list.RemoveAt(at);
                    list.Insert((int)(amount * list.Count), (subject, minute, value));
                    break;
                case 3: // zeroed
                    list[at] = (subject, minute, 0);
                    break;
                case 4: // dated years ahead
                    list[at] = (subject, minute + (60 * 24 * 366 * 2), value);
                    break;
                case 5: // not a number, or negative
                    list[at] = (subject, minute, amount < 0.5 ? double.NaN : -value);
                    break;
                default: // a run lost
                    list.RemoveRange(at, Math.Min(list.Count - at, 1 + (int)(amount * 5)));
                    break;
            }
        }

        return list;
    }

    private static double[] Read(IEnumerable<(string, double, double)> samples, ProfileOptions options, bool counter = false)
    {
        var session = new Samples.IngestSession(quarantine: new() { MaxShare = 1 });
        var builder = new ProfileBuilder(session, options, new Feed.At(Feed.Monday.AddYears(1)));
        using var batch = Feed.Batch(session, samples, counter ? Samples.SampleMeaning.Counter : Samples.SampleMeaning.Gauge);
        builder.Add(batch);
        var profile = builder.Build().Find(Feed.Cpu("n"));
        return [.. Percents.Select(percent => profile is not null && profile.TryGetUpperPercentile(percent, out var value) ? value : double.PositiveInfinity)];
    }

    private static void NoLower(double[] clean, double[] corrupted)
    {
        for (var i = 0; i < clean.Length; i++)
        {
            Assert.True(corrupted[i] >= clean[i] * (1 - 1e-6), $"p{Percents[i]} fell from {clean[i]} to {corrupted[i]}");
        }
    }
}
