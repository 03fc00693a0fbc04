using Placement.Telemetry.Samples;
using Placement.Telemetry.Sources.Local;

namespace Placement.Cli.Tests.Quality;

/// <summary>The files of a kernel: /proc, and a cgroup of version 2 for each replica.</summary>
internal sealed class KernelFiles : LiveWorld
{
    private readonly Scratch _scratch = new();

    public override IReadOnlyList<string> Replicas { get; } = ["web/0", "web/1"];

    public override ISampleSource Source(TimeProvider clock) => new LocalSource(new LocalOptions { NodeName = "n", ProcFolder = _scratch["proc"], CgroupFolder = _scratch["cgroup"] }, clock);

    public override void Set(long[] totals, long bytes, int spoilt, int kind)
    {
        var fails = spoilt >= 0 && kind == 6;
        Write("proc/stat", fails ? "cpu x\n" : $"cpu {totals.Sum() / 10_000} 0 0 0 0 0 0 0\n");
        Write("proc/meminfo", spoilt >= 0 && kind == 5 ? "MemTotal: 9000 kB\nMemTotal: 9000 kB\nMemAvailable: 1000 kB\n" : $"MemTotal: 9000 kB\nMemAvailable: {(fails ? "none" : "1000")} kB\n");
        Write("cgroup/cgroup.controllers", "cpu memory\n");
        for (var replica = 0; replica < totals.Length; replica++)
        {
            var (cpu, memory) = ($"usage_usec {totals[replica]}\n", $"{bytes}\n");
            (cpu, memory) = replica != spoilt ? (cpu, memory) : kind switch
            {
                1 => ("", ""),
                2 => ("usage_usec many\n", "much\n"),
                3 => ("usage_usec -5\n", "-5\n"),
                4 => ("user_usec 7\n", "\n"),
                5 => (cpu + cpu, memory + memory),
                _ => (cpu, memory),
            };
            Write($"cgroup/{Replicas[replica]}/cpu.stat", cpu);
            Write($"cgroup/{Replicas[replica]}/memory.current", memory);
            if (replica == spoilt && kind == 0)
            {
                Directory.Delete(_scratch[$"cgroup/{Replicas[replica]}"], recursive: true);
            }
        }
    }

    public override void Dispose() => _scratch.Dispose();

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_scratch[name])!);
        _scratch.Write(name, text);
    }
}
