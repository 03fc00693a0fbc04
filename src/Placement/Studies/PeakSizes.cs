using Placement.Model;
using Placement.Sizing;
using Placement.Telemetry.Prediction;
using Placement.Telemetry.Profiles;
using Placement.Telemetry.Samples;

namespace Placement.Studies;

/// <summary>CPU sizes by a predictor: of all time, or of each hour of the day. All replicas of a workload get the size of the busiest.</summary>
/// <remarks>A missing sample counts as the highest of its series, so that a lost one never lowers a size. An hour without any sample gets the size of all time.</remarks>
internal sealed class PeakSizes
{
    private const int HoursADay = 24;

    private readonly TelemetryWindow _window;
    private readonly SubjectKind _usageOf;
    private readonly SizingPolicy _policy;
    private readonly IPeakPredictor _predictor;
    private readonly PeakRequest _request;
    private readonly double _factor;
    private readonly int[] _hourOf;

    public PeakSizes(TelemetryWindow window, SubjectKind usageOf, SizingVariant variant, SizingPolicy policy)
    {
        (_window, _usageOf, _policy) = (window, usageOf, policy);
        SlotCount = variant.ByHourOfDay ? HoursADay : 1;
        _predictor = variant.Predictor ?? (variant.Percentile >= 100 ? new MaxPredictor() : new PercentilePredictor());
        _factor = variant.Predictor is null ? 1 + policy.CpuHeadroom : 1;
        var risk = variant.Predictor is not null ? variant.Risk : variant.Percentile >= 100 ? variant.Risk : Math.Min(0.5, 1 - (variant.Percentile / 100));
        _request = new(risk, window.Axis.Width) { Start = window.Axis.Start };
        _hourOf = variant.ByHourOfDay ? [.. Enumerable.Range(0, window.Axis.Count).Select(window.Axis.HourOfDay)] : [];
    }

    public int SlotCount { get; }

    /// <summary>Gets the size in millicores of each slot, or <see langword="null"/> when a replica has no telemetry.</summary>
    public long[]? Cpu(Workload workload)
    {
        var sizes = new long[SlotCount];
        Array.Fill(sizes, _policy.FloorMillicores);
        var request = _predictor is BorgDefaultPredictor && workload.Requested.Count > 0 ? _request with { Limit = workload.Requested[0] } : _request;
        foreach (var replica in workload.Replicas)
        {
            var profile = _window.Find(new(_usageOf, replica.Id, Resource.Cpu)) ?? _window.Find(new(_usageOf, workload.Id, Resource.Cpu));
            if (profile?.Row is not { } row)
            {
                return null;
            }

            var peaks = row.Peaks.ToArray();
            for (var slot = 0; slot < peaks.Length; slot++)
            {
                peaks[slot] = float.IsNaN(peaks[slot]) ? (float)profile.Max : peaks[slot];
            }

            Raise(sizes, peaks, request);
        }

        return sizes;
    }

    private void Raise(long[] sizes, float[] peaks, PeakRequest request)
    {
        var whole = Size(peaks, request);
        for (var hour = 0; hour < sizes.Length; hour++)
        {
            var part = SlotCount == 1 ? [] : peaks.Where((_, slot) => _hourOf[slot] == hour).ToArray();
            sizes[hour] = Math.Max(sizes[hour], part.Length == 0 ? whole : Size(part, request));
        }
    }

    private long Size(float[] peaks, PeakRequest request) => checked((long)Math.Ceiling(_factor * Math.Max(0, _predictor.PredictPeak(peaks, request))));
}
