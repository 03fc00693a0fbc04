using System.Globalization;
using System.Runtime.InteropServices;

namespace Placement.Scheduling.Processes;

/// <summary>What the kernel says of processes: who is alive, since when, in which session; and signals.</summary>
internal static class ProcessTable
{
    public const int Terminate = 15;
    public const int Kill = 9;

    /// <summary>The id of this boot of the machine: start times count from it.</summary>
    public static string Boot { get; } = File.Exists("/proc/sys/kernel/random/boot_id") ? File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim() : "";

    /// <summary>Whether the very process that left the mark runs, not another one under the same number.</summary>
    public static bool IsAlive(ProcessMark mark) =>
        mark.Boot == Boot && Stat(mark.Id) is { } stat && stat.StartTicks == mark.StartTicks && stat.State is not ('Z' or 'X');

    /// <summary>Signals a living leader and its whole process group; does nothing if the number now means another process.</summary>
    public static void SignalGroup(ProcessMark leader, int signal)
    {
        if (IsAlive(leader))
        {
            _ = Signal(-leader.Id, signal);
        }
    }

    /// <summary>The processes of a session whose leader died, recognised by the mark that each inherited in its environment.</summary>
    public static IReadOnlyList<int> Survivors(ProcessMark leader, string variable)
    {
        if (leader.Boot != Boot)
        {
            return [];
        }

        var found = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && Stat(id) is { } stat && stat.Session == leader.Id && stat.StartTicks >= leader.StartTicks && stat.State is not ('Z' or 'X')
                && Environment(id).Contains(variable, StringComparer.Ordinal))
            {
                found.Add(id);
            }
        }

        return found;
    }

    public static void KillOne(int id) => _ = Signal(id, Kill);

    private static (char State, int Session, long StartTicks)? Stat(int id)
    {
        try
        {
            // pid (name) state ppid pgrp session ... the 22nd is the start time in ticks since boot; the name may hold anything, so count from its last bracket (proc(5)).
            var text = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return (fields[0][0], int.Parse(fields[3], CultureInfo.InvariantCulture), long.Parse(fields[19], CultureInfo.InvariantCulture));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string[] Environment(int id)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/environ")).Split('\0');
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Signal(int id, int signal);
}
