namespace Placement.Telemetry.Sources.Prometheus;

/// <summary>Part of the window for some subjects. Times in milliseconds since 1970-01-01 UTC.</summary>
internal sealed record RangeRequest(string[][] Subjects, long Start, int Steps, long Step)
{
    public long Last => Start + ((Steps - 1) * Step);
}
