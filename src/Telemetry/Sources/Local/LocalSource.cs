using System.Globalization;
using System.Runtime.CompilerServices;
using Placement.Telemetry.Quality;
using Placement.Telemetry.Samples;

namespace Placement.Telemetry.Sources.Local;

/// <summary>Reads the machine it runs on: the whole of it from <c>/proc</c>, and each service and container from its cgroup, version 1 or 2.</summary>
/// <remarks>
/// One read is one instant. CPU is a running total, so usage needs two reads: see <see cref="RepeatedSource"/>. Memory of a machine is total less available; of a cgroup what
/// it holds less inactive file cache, as the kubelet counts. A cgroup is named by its path, a container by the first twelve digits of its id. Linux only.
/// </remarks>
/// <param name="options">Where to look; <see langword="null"/> for this machine.</param>
/// <param name="timeProvider">Dates the samples; <see langword="null"/> for the system's clock.</param>
public sealed class LocalSource(LocalOptions? options = null, TimeProvider? timeProvider = null) : ISampleSource
{
    private readonly LocalOptions _options = options ?? new LocalOptions();
    private readonly TimeProvider _clock = timeProvider ?? TimeProvider.System;

    /// <inheritdoc />
    public string Name => "local";

    /// <inheritdoc />
    public async IAsyncEnumerable<SampleBatch> ReadAsync(IngestSession session, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        cancellationToken.ThrowIfCancellationRequested();
        await Task.CompletedTask.ConfigureAwait(false);
        var readings = Readings().ToList();
        SampleBatch totals = new(new SampleOrigin(Name, "cpu"), Math.Max(1, readings.Count), SampleMeaning.Counter), levels = new(new SampleOrigin(Name, "memory"), Math.Max(1, readings.Count));
        foreach (var reading in readings)
        {
            var now = _clock.GetUtcNow().ToUnixTimeMilliseconds();
            if (reading.CpuSeconds is { } seconds)
            {
                totals.Add(session.Series.GetOrAdd(session.Names.KeyOf(reading.Kind, reading.Name, Resource.Cpu)), now, seconds * 1000);
            }

            if (reading.MemoryBytes is { } bytes)
            {
                levels.Add(session.Series.GetOrAdd(session.Names.KeyOf(reading.Kind, reading.Name, Resource.Memory)), now, bytes);
            }
        }

        var samples = totals.Count + levels.Count;
        session.Quarantine.CountRows(samples);
        yield return totals;
        yield return levels;
        session.AddSource(new SourceRecord { Name = Name, Rows = samples, Samples = samples });
    }

    /// <summary>Sets the capacities of this machine where the session knows none.</summary>
    public void SetCapacities(IngestSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        var proc = new ProcFiles(_options.ProcFolder);
        SetCapacity(Resource.Cpu, proc.ProcessorCount() * 1000L);
        SetCapacity(Resource.Memory, proc.MemoryTotal());

        void SetCapacity(Resource resource, long capacity)
        {
            var key = session.Names.KeyOf(SubjectKind.Node, _options.NodeName, resource);
            if (capacity > 0 && !session.Capacities.TryGet(key, out _))
            {
                session.Capacities.Set(key, capacity);
            }
        }
    }

    private IEnumerable<UsageReading> Readings()
    {
        var proc = new ProcFiles(_options.ProcFolder);
        yield return proc.Machine(_options.NodeName) ?? throw new InvalidTelemetryException(string.Create(
            CultureInfo.InvariantCulture, $"{_options.ProcFolder}/stat and {_options.ProcFolder}/meminfo cannot be read. Local telemetry needs Linux, or a folder that has its /proc."));
        foreach (var reading in new CgroupFiles(_options.CgroupFolder).Read())
        {
            yield return reading;
        }
    }
}
