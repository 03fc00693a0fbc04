using System.Text.RegularExpressions;
using Placement.Telemetry.Samples;

namespace Placement.Telemetry.Sources.Local;

/// <summary>Reads the leaves of the cgroup tree, which hold the processes: version 2 (one tree) or 1 (a tree a controller).</summary>
internal sealed partial class CgroupFiles(string root)
{
    private const int MaxDepth = 8;

    public IEnumerable<UsageReading> Read() => File.Exists(Path.Combine(root, "cgroup.controllers"))
        ? Leaves(root).Select(path => Named(root, path, Seconds(SafeFile.Field(Path.Combine(path, "cpu.stat"), "usage_usec"), 1e6), Working(path, "memory.current", "inactive_file")))
            .Where(reading => reading is { CpuSeconds: not null } or { MemoryBytes: not null })
        : Version1();

    private IEnumerable<UsageReading> Version1()
    {
        var (cpu, memory) = (Path.Combine(root, "cpuacct"), Path.Combine(root, "memory"));
        cpu = Directory.Exists(cpu) ? cpu : Path.Combine(root, "cpu,cpuacct");
        var names = Leaves(cpu).Select(path => Path.GetRelativePath(cpu, path)).Union(Leaves(memory).Select(path => Path.GetRelativePath(memory, path))).Order(StringComparer.Ordinal);
        return names.Select(name => Named(
            root,
            Path.Combine(root, name),
            Seconds(SafeFile.Number(Path.Combine(cpu, name, "cpuacct.usage")), 1e9),
            Working(Path.Combine(memory, name), "memory.usage_in_bytes", "total_inactive_file")));
    }

    private static double? Seconds(long? count, double perSecond) => count / perSecond;

    private static long? Working(string path, string level, string cache) =>
        SafeFile.Number(Path.Combine(path, level)) is { } bytes ? Math.Max(0, bytes - (SafeFile.Field(Path.Combine(path, "memory.stat"), cache) ?? 0)) : null;

    /// <summary>The groups below the root that have no group below them.</summary>
    private static IEnumerable<string> Leaves(string tree)
    {
        if (!Directory.Exists(tree))
        {
            return [];
        }

        var groups = Directory.EnumerateDirectories(tree, "*", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = MaxDepth, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint }).ToHashSet(StringComparer.Ordinal);
        var parents = groups.Select(group => Path.GetDirectoryName(group)!).ToHashSet(StringComparer.Ordinal);
        return groups.Where(group => !parents.Contains(group)).Order(StringComparer.Ordinal);
    }

    private static UsageReading Named(string root, string path, double? seconds, long? bytes)
    {
        var name = Path.GetRelativePath(root, path);
        var id = ContainerId().Match(Path.GetFileName(path));
        return new(SubjectKind.Replica, id.Success ? id.Groups[1].Value[..12] : name, seconds, bytes);
    }

    [GeneratedRegex("(?:^|[-:])([0-9a-f]{64})(?:\\.scope)?$")]
    private static partial Regex ContainerId();
}
