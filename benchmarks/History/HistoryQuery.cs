using System.Diagnostics;
using Placement.Benchmarks.Ingest;
using Placement.Parquet.History;
using Placement.Telemetry.Profiles;
using Placement.Telemetry.Samples;

namespace Placement.Benchmarks.History;

/// <summary>What is asked of a history: profiles of all of it, the last hour of all replicas, all of one replica.</summary>
internal static class HistoryQuery
{
    /// <summary>The replica that is asked for: neither the first nor the last of many.</summary>
    public static int ReplicaOf(int replicas) => Math.Min(4321, replicas - 1);

    public static HistoryAnswer Ask(string query, string folder, int replicas, int hours)
    {
        var end = MadeUsage.Start.AddHours(hours);
        return query switch
        {
            "profiles" => Profiles(folder),
            "hour" => Read(new HistorySource(folder, end.AddHours(-1), end)),
            _ => Read(new HistorySource(folder) { Wants = key => key.Subject == MadeUsage.KeyOf(ReplicaOf(replicas), Resource.Cpu).Subject }),
        };
    }

    private static HistoryAnswer Profiles(string folder)
    {
        var clock = Stopwatch.StartNew();
        var window = TelemetryReader.ReadAsync(new IngestSession(), [new HistorySource(folder)]).GetAwaiter().GetResult();
        var seconds = clock.Elapsed.TotalSeconds;
        var (peak, read) = (PeakMemory.Megabytes(), Read(new HistorySource(folder)));
        return window.Profiles.Sum(profile => (long)profile.Slots) == read.Samples ? read with { Seconds = seconds, PeakMegabytes = peak } : read with { Samples = -1 };
    }

    private static HistoryAnswer Read(HistorySource source)
    {
        var (clock, session) = (Stopwatch.StartNew(), new IngestSession());
        var (samples, check) = (0L, 0UL);
        foreach (var batch in source.ReadAsync(session).ToBlockingEnumerable())
        {
            using (batch)
            {
                samples += batch.Count;
                for (var i = 0; i < batch.Count; i++)
                {
                    check = unchecked(check + MadeUsage.Check(session.Series[batch.Series[i]], batch.Times[i], batch.Values[i]));
                }
            }
        }

        return new(samples, check, clock.Elapsed.TotalSeconds, PeakMemory.Megabytes());
    }
}
