using Placement.Scheduling;
using Placement.Sizing;
using Placement.Telemetry.Profiles;
using Placement.Telemetry.Quality;
using Placement.Telemetry.Samples;

namespace Placement.Docker;

/// <summary>What the busiest replica of one service used over the window, and the demand that follows from it.</summary>
internal sealed class ServiceUse
{
    private const long Unknown = long.MaxValue; // the request is not known here: a demand that falls back on it is not told
    private static readonly SampleOrigin Origin = new("docker stats") { Zeros = ZeroTrust.Cpu }; // a sleeping container's running total stands still
    private readonly IngestSession _session = new(quarantine: new() { MaxShare = 1 });
    private readonly ProfileBuilder _profile;
    private readonly TimeSpan _window;
    private readonly SizingPolicy _policy;
    private readonly SizingSubject _subject;
    private readonly int _cpu;
    private readonly int _memory;

    public ServiceUse(string name, DockerUsageOptions options, TimeProvider time)
    {
        _window = options.Window;
        _policy = options.Sizing.ThinData == ThinDataRule.Refuse ? options.Sizing with { ThinData = ThinDataRule.KeepRequest } : options.Sizing;
        _profile = new ProfileBuilder(_session, null, time);
        _subject = new SizingSubject { Workload = name, Replicas = [name], RequestedMillicores = Unknown, RequestedBytes = Unknown };
        _cpu = _session.Series.GetOrAdd(new SeriesKey(SubjectKind.Replica, name, Resource.Cpu));
        _memory = _session.Series.GetOrAdd(new SeriesKey(SubjectKind.Replica, name, Resource.Memory));
    }

    /// <summary>When it was measured last.</summary>
    public DateTimeOffset Last { get; private set; }

    public void Add(DateTimeOffset now, double millicores, double bytes)
    {
        Last = now;
        using var batch = new SampleBatch(Origin, 2);
        batch.Add(_cpu, now.ToUnixTimeMilliseconds(), millicores);
        batch.Add(_memory, now.ToUnixTimeMilliseconds(), bytes);
        _profile.Add(batch);
        _profile.Forget(now - _window);
    }

    /// <summary>Gives the demand of one replica, headroom included; null as long as the data are too thin to replace a request.</summary>
    public MeasuredUse? Size()
    {
        if (_profile.IsEmpty)
        {
            return null;
        }

        var demand = DemandSizer.Size([_subject], _profile.Peek(), _policy)[0];
        return demand.Cpu.Basis == SizingBasis.Requested || demand.Memory.Basis == SizingBasis.Requested
            ? null
            : new MeasuredUse { CpuMillicores = demand.Cpu.Amount, MemoryBytes = demand.Memory.Amount };
    }
}
