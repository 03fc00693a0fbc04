using Placement.Telemetry.Samples;

namespace Placement.Benchmarks.History;

/// <summary>CPU and memory of replicas every five minutes, from their numbers and the time alone, so that what was put in can be told again.</summary>
internal static class MadeUsage
{
    public const int SlotsPerHour = 12;

    public static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    public static readonly Resource[] Resources = [Resource.Cpu, Resource.Memory];

    public static SeriesKey KeyOf(int replica, Resource resource) => SeriesKey.ForReplica(FormattableString.Invariant($"service-{replica / 10}/{replica % 10}"), resource);

    public static long TimeOf(int slot) => Start.ToUnixTimeMilliseconds() + (slot * 300_000L);

    /// <summary>Millicores with a decimal, a daily wave and noise; whole bytes that drift.</summary>
    public static double Value(int replica, int slot, Resource resource) => resource == Resource.Cpu
        ? Math.Round(100 + (50 * (1 + Math.Sin(replica + (slot * Math.Tau / 288)))) + (Mix(replica, slot) % 2000 / 10.0), 1)
        : (200L << 20) + (replica % 50 * (8L << 20)) + (long)(Mix(replica, slot / 12) % (16 << 20));

    /// <summary>One number of all samples, whatever their order: who, when and how much.</summary>
    public static ulong Check(SeriesKey key, long time, double value) =>
        unchecked(((ulong)Number(key) * 0x9E3779B97F4A7C15) ^ ((ulong)time * 0xC2B2AE3D27D4EB4F) ^ (BitConverter.DoubleToUInt64Bits(value) * 0x165667B19E3779F9));

    /// <summary>The samples of some slots, a batch a slot, resource after resource.</summary>
    public static async IAsyncEnumerable<SampleBatch> Batches(IngestSession session, int replicas, int firstSlot, int slots)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var resource in Resources)
        {
            var numbers = Enumerable.Range(0, replicas).Select(replica => session.Series.GetOrAdd(KeyOf(replica, resource))).ToArray();
            for (var slot = firstSlot; slot < firstSlot + slots; slot++)
            {
                var batch = new SampleBatch(new SampleOrigin("made", resource.Name), replicas);
                for (var replica = 0; replica < replicas; replica++)
                {
                    batch.Add(numbers[replica], TimeOf(slot), Value(replica, slot, resource));
                }

                yield return batch;
            }
        }
    }

    private static int Number(SeriesKey key)
    {
        var name = key.Subject.AsSpan("service-".Length);
        var slash = name.IndexOf('/');
        return (((int.Parse(name[..slash], null) * 10) + int.Parse(name[(slash + 1)..], null)) * 2) + (key.Resource == Resource.Cpu ? 0 : 1);
    }

    private static uint Mix(int replica, int slot)
    {
        var x = ((uint)replica * 2_654_435_761) ^ ((uint)slot * 2_246_822_519);
        x = (x ^ (x >> 15)) * 2_246_822_519;
        return (x ^ (x >> 13)) * 3_266_489_917 >> 3;
    }
}
