using System.Globalization;
using Placement.Telemetry.Samples;

namespace Placement.Telemetry.Sources.Local;

/// <summary>Reads <c>/proc/stat</c> and <c>/proc/meminfo</c>.</summary>
internal sealed class ProcFiles(string folder)
{
    /// <summary>USER_HZ: the kernel counts in hundredths of a second for user space on every platform that .NET runs on (man 5 proc).</summary>
    private const double TicksPerSecond = 100;

    /// <summary>Where user, nice, system, irq, softirq and steal stand in the line.</summary>
    private static readonly int[] Busy = [0, 1, 2, 5, 6, 7];

    /// <summary>The machine: user, nice, system, irq, softirq and steal; idle and waiting for disks are not use, and guests are in user already.</summary>
    public UsageReading? Machine(string name)
    {
        if (SafeFile.Lines(Path.Combine(folder, "stat")) is not [var first, ..] || first.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not ["cpu", .. { Length: >= 7 } fields])
        {
            return null;
        }

        var ticks = Busy.Where(i => i < fields.Length).Sum(i => Number(fields[i]));
        var memory = Memory();
        return ticks >= 0 && memory.TryGetValue("MemTotal", out var total) && memory.TryGetValue("MemAvailable", out var available)
            ? new UsageReading(SubjectKind.Node, name, ticks / TicksPerSecond, total - available)
            : null;
    }

    public int ProcessorCount() => SafeFile.Lines(Path.Combine(folder, "stat")).Count(line => line.StartsWith("cpu", StringComparison.Ordinal) && line.Length > 3 && char.IsAsciiDigit(line[3]));

    public long MemoryTotal() => Memory().GetValueOrDefault("MemTotal");

    /// <summary>The lines <c>Name: N kB</c>, in bytes.</summary>
    private Dictionary<string, long> Memory() => SafeFile.Lines(Path.Combine(folder, "meminfo"))
        .Select(line => line.Split([':', ' '], StringSplitOptions.RemoveEmptyEntries))
        .Where(parts => parts is [_, _, "kB"] && Number(parts[1]) is >= 0 and < long.MaxValue / 1024)
        .DistinctBy(parts => parts[0], StringComparer.Ordinal)
        .ToDictionary(parts => parts[0], parts => (long)Number(parts[1]) * 1024, StringComparer.Ordinal);

    /// <summary>The digits of a field, not a number where there are others.</summary>
    private static double Number(string field) => ulong.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;
}
