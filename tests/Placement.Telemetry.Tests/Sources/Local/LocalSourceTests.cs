using Microsoft.Extensions.Time.Testing;
using Placement.Telemetry.Profiles;
using Placement.Telemetry.Samples;
using Placement.Telemetry.Sources.Local;

namespace Placement.Telemetry.Tests.Sources.Local;

public sealed class LocalSourceTests : IDisposable
{
    private const string Container = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private readonly string _folder = Directory.CreateTempSubdirectory("placement-local-").FullName;
    private readonly FakeTimeProvider _clock = new(Feed.Monday);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_machine_and_its_cgroups_are_read_from_their_files(int version)
    {
        var session = new IngestSession();
        var builder = new ProfileBuilder(session, new ProfileOptions { SlotWidth = TimeSpan.FromSeconds(10) }, _clock);
        var source = new LocalSource(new LocalOptions { NodeName = "n1", ProcFolder = Path.Combine(_folder, "proc"), CgroupFolder = Path.Combine(_folder, "cgroup") }, _clock);
        for (var reading = 0; reading < 3; reading++)
        {
            WriteProc(userTicks: 1000 + (reading * 1500)); // 15 s of CPU each 10 s: 1.5 cores
            WriteCgroup(version, $"docker/{Container}", seconds: 5 + (reading * 2.5), bytes: 300 << 20, cache: 100 << 20);
            await foreach (var batch in source.ReadAsync(session, TestContext.Current.CancellationToken))
            {
                builder.Add(batch);
                batch.Dispose();
            }

            _clock.Advance(TimeSpan.FromSeconds(10));
        }

        source.SetCapacities(session);
        var window = builder.Build();
        Assert.Equal(1500, window.Find(SeriesKey.ForNode("n1", Resource.Cpu))!.Max, 1e-3);
        Assert.Equal(6L << 30, window.Find(SeriesKey.ForNode("n1", Resource.Memory))!.Max);
        Assert.Equal(250, window.Find(SeriesKey.ForReplica("0123456789ab", Resource.Cpu))!.Max, 1e-3);
        Assert.Equal(200 << 20, window.Find(SeriesKey.ForReplica("0123456789ab", Resource.Memory))!.Max);
        Assert.True(session.Capacities.TryGet(SeriesKey.ForNode("n1", Resource.Cpu), out var cpu) && cpu == 2000);
    }

    [Fact]
    public async Task This_machine_can_be_read()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Local telemetry needs Linux.");
        var session = new IngestSession();
        var count = 0;
        await foreach (var batch in new LocalSource().ReadAsync(session, TestContext.Current.CancellationToken))
        {
            count += batch.Count;
            batch.Dispose();
        }

        Assert.True(count >= 2);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void WriteProc(int userTicks)
    {
        Write("proc/stat", $"cpu  {userTicks} 0 0 999999 5 0 0 0 0 0\ncpu0 1 0 0 1 0 0 0 0 0 0\ncpu1 1 0 0 1 0 0 0 0 0 0\nintr 5\n");
        Write("proc/meminfo", $"MemTotal:       {8 << 20} kB\nMemFree:         {1 << 20} kB\nMemAvailable:   {2 << 20} kB\n");
    }

    private void WriteCgroup(int version, string path, double seconds, long bytes, long cache)
    {
        if (version == 2)
        {
            Write("cgroup/cgroup.controllers", "cpu memory\n");
            Write($"cgroup/{path}/cpu.stat", $"usage_usec {seconds * 1e6:0}\nuser_usec 1\n");
            Write($"cgroup/{path}/memory.current", $"{bytes}\n");
            Write($"cgroup/{path}/memory.stat", $"anon 1\ninactive_file {cache}\n");
        }
        else
        {
            Write($"cgroup/cpuacct/{path}/cpuacct.usage", $"{seconds * 1e9:0}\n");
            Write($"cgroup/memory/{path}/memory.usage_in_bytes", $"{bytes}\n");
            Write($"cgroup/memory/{path}/memory.stat", $"cache 1\ntotal_inactive_file {cache}\n");
        }
    }

    private void Write(string path, string text)
    {
        var full = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }
}
