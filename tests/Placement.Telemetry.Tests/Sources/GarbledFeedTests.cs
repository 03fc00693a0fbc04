using System.Text;
using CsCheck;
using Placement.Telemetry.Profiles;
using Placement.Telemetry.Quality;
using Placement.Telemetry.Samples;
using Placement.Telemetry.Sources.Csv;
using Placement.Telemetry.Sources.DockerStats;

namespace Placement.Telemetry.Tests.Sources;

/// <summary>Whatever the bytes of a feed, the answer is a window or one clear error.</summary>
public sealed class GarbledFeedTests
{
    private static readonly byte[] Rows = Encoding.UTF8.GetBytes("time,node,cpu_millicores,memory_mib\n"
        + string.Concat(Enumerable.Range(0, 40).Select(i => $"2026-03-02T{i / 12:00}:{i % 12 * 5:00}:00Z,n{i % 3},{i * 7 % 100},\"{i}\"\n")));

    private static readonly byte[] Lines = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 10).Select(i => $"{{\"Name\":\"w{i % 3}\",\"CPUPerc\":\"{i}.5%\",\"MemUsage\":\"{i + 1}MiB / 2GiB\",\"time\":{1772409600 + i}}}\n")));

    private static readonly byte[] Letters = [.. "\"\n\r,;.:-+eE09TZ{}\0\u00ff".Select(letter => (byte)letter)];

    private static readonly Gen<byte> Telling = Gen.Int[0, Letters.Length - 1].Select(at => Letters[at]);

    private static readonly Gen<List<(int At, byte With, int Kind)>> Damage = Gen.Select(Gen.Int[0, 5000], Telling, Gen.Int[0, 2]).List[1, 30];

    [Fact]
    public Task Damaged_csv() => HoldsAsync(Rows, bytes => Feed.Csv(bytes, chunkBytes: 200));

    [Fact]
    public Task Damaged_gzip() => HoldsAsync(Feed.Gzip(Rows), bytes => Feed.Csv(bytes));

    [Fact]
    public Task Damaged_docker_stats() => HoldsAsync(Lines, bytes => new DockerStatsSource("stats", () => new MemoryStream(bytes)));

    [Fact]
    public Task Any_bytes_at_all() =>
        Gen.Byte.Array[0, 300].SampleAsync(async bytes =>
        {
            await TryReadAsync(Feed.Csv(bytes));
            await TryReadAsync(Feed.Csv(bytes, new CsvSourceOptions { HasHeader = false, Layout = CsvLayout.SeriesPerRow, Units = new Dictionary<Resource, ValueUnit> { [Resource.Cpu] = ValueUnit.Cores } }));
        }, iter: 500);

    private static Task HoldsAsync(byte[] clean, Func<byte[], ISampleSource> source) =>
        Damage.SampleAsync(damage => TryReadAsync(source(Damaged(clean, damage))), iter: 500);

    private static byte[] Damaged(byte[] clean, List<(int At, byte With, int Kind)> damage)
    {
        var bytes = clean.ToList();
        foreach (var (position, with, kind) in damage.Where(_ => bytes.Count > 0))
        {
            var at = position % bytes.Count;
            switch (kind)
            {
                case 0:
                    bytes[at] = with;
                    break;
                case 1:
                    bytes.Insert(at, with);
                    break;
                default:
                    bytes.RemoveRange(at, Math.Min(bytes.Count - at, 1 + (with % 20)));
                    break;
            }
        }

        return [.. bytes];
    }

    private static async Task TryReadAsync(ISampleSource source)
    {
        try
        {
            var window = await Feed.ReadAsync(source, new ProfileOptions { Zeros = ZeroTrust.All });
            Assert.All(window.Profiles, profile => Assert.True(profile.Max >= profile.P50 && double.IsFinite(profile.Mean)));
        }
        catch (InvalidTelemetryException exception)
        {
            Assert.NotEmpty(exception.Message);
        }
    }
}
