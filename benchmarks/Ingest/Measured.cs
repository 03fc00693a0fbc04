namespace Placement.Benchmarks.Ingest;

/// <summary>What one contender did in its process.</summary>
internal sealed record Measured(string Name, double Seconds, long Rows, long Series, double PeakMegabytes, double Check)
{
    /// <summary>CPU seconds of the whole process, its start included.</summary>
    public double CpuSeconds { get; init; } = System.Diagnostics.Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds;
}
