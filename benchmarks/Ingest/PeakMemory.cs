using System.Diagnostics;
using System.Globalization;

namespace Placement.Benchmarks.Ingest;

/// <summary>The highest resident memory of this process.</summary>
internal static class PeakMemory
{
    public static double Megabytes()
    {
        const string key = "VmHWM:";
        var line = File.Exists("/proc/self/status") ? File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal)) : null;
        return line is null
            ? Process.GetCurrentProcess().PeakWorkingSet64 / 1e6
            : double.Parse(line[key.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) * 1024 / 1e6;
    }
}
