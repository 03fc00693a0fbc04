using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Placement.Scheduling.Hosting;

/// <summary>The scheduler's instruments. Any OpenTelemetry exporter of the host picks them up by name.</summary>
internal sealed class SchedulerMeter : IDisposable
{
    public const string Name = "Placement.Scheduling";

    private readonly Meter _meter = new(Name);
    private readonly Counter<long> _events;
    private readonly Histogram<double> _calls;

    public SchedulerMeter()
    {
        _events = _meter.CreateCounter<long>("placement.scheduler.events", "{event}", "Durable events, by kind.");
        _calls = _meter.CreateHistogram<double>("placement.launcher.duration", "s", "Time of calls to the launcher, by call and outcome.");
    }

    public ActivitySource Activities { get; } = new(Name);

    public void Count(SchedulerEvent happened) => _events.Add(1, new KeyValuePair<string, object?>("kind", happened.Kind.ToString()));

    public void Call(string call, string outcome, TimeSpan elapsed) =>
        _calls.Record(elapsed.TotalSeconds, new KeyValuePair<string, object?>("call", call), new KeyValuePair<string, object?>("outcome", outcome));

    public void Dispose()
    {
        _meter.Dispose();
        Activities.Dispose();
    }
}
