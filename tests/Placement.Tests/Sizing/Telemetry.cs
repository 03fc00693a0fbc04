using Placement.Telemetry.Profiles;
using Placement.Telemetry.Samples;

namespace Placement.Tests.Sizing;

/// <summary>Windows of 5-minute samples, made by hand. NaN leaves a sample out.</summary>
internal static class Telemetry
{
    public const int Day = 288;

    public static TelemetryWindow Window(params (string Replica, double[] Cpu, double[] Memory)[] series)
    {
        var session = new IngestSession();
        var start = new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
        var slots = series.Max(s => Math.Max(s.Cpu.Length, s.Memory.Length));
        var builder = new ProfileBuilder(session, new() { Start = start, End = start.AddMinutes(5 * slots) });
        using var batch = new SampleBatch(new SampleOrigin("test"));
        foreach (var (replica, cpu, memory) in series)
        {
            Add(Resource.Cpu, cpu);
            Add(Resource.Memory, memory);

            void Add(Resource resource, double[] values)
            {
                var number = session.Series.GetOrAdd(SeriesKey.ForReplica(replica, resource));
                for (var slot = 0; slot < values.Length; slot++)
                {
                    if (!double.IsNaN(values[slot]))
                    {
                        batch.Add(number, start.AddMinutes(5 * slot).ToUnixTimeMilliseconds(), values[slot]);
                    }
                }
            }
        }

        builder.Add(batch);
        return builder.Build();
    }

    public static double[] Constant(double value, int slots) => [.. Enumerable.Repeat(value, slots)];
}
