using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Placement.Telemetry.Quality;
using Placement.Telemetry.Samples;

namespace Placement.Docker;

/// <summary>Reads what the running containers of every engine of a fleet use now.</summary>
/// <remarks>
/// One read is one instant; CPU is a running total, so usage needs two reads. A container that Placement started is named by its replica; any other by its name, after that of its node
/// where the fleet has several engines, since names are unique on one engine only. Memory is what a container holds less its inactive file cache. An engine that does not answer is an error after what the
/// others said, so that a caller that goes on knows what is missing.
/// </remarks>
/// <param name="fleet">The engines; stays the caller's.</param>
/// <param name="timeProvider">Dates the samples; <see langword="null"/> for the system's clock.</param>
public sealed class DockerFleetSource(DockerFleet fleet, TimeProvider? timeProvider = null) : ISampleSource
{
    private readonly TimeProvider _clock = timeProvider ?? TimeProvider.System;

    /// <inheritdoc />
    public string Name { get; } = $"docker: {string.Join(", ", (fleet ?? throw new ArgumentNullException(nameof(fleet))).Engines.Select(e => e.NodeId))}";

    /// <inheritdoc />
    public async IAsyncEnumerable<SampleBatch> ReadAsync(IngestSession session, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        var faults = new ConcurrentBag<string>();
        var reads = fleet.Engines.Select(engine => ReadEngineAsync(engine.NodeId, faults, cancellationToken)).ToList();
        var samples = 0;
        foreach (var read in reads)
        {
            var readings = await read.ConfigureAwait(false);
            SampleBatch totals = new(new SampleOrigin(Name, "cpu_usage"), Math.Max(1, readings.Count), SampleMeaning.Counter);
            SampleBatch levels = new(new SampleOrigin(Name, "memory_stats"), Math.Max(1, readings.Count));
            foreach (var (name, reading) in readings)
            {
                totals.Add(session.Series.GetOrAdd(session.Names.KeyOf(SubjectKind.Replica, name, Resource.Cpu)), reading.Time, reading.MillicoreSeconds);
                levels.Add(session.Series.GetOrAdd(session.Names.KeyOf(SubjectKind.Replica, name, Resource.Memory)), reading.Time, reading.Bytes);
            }

            samples += totals.Count + levels.Count;
            session.Quarantine.CountRows(totals.Count + levels.Count);
            yield return totals;
            yield return levels;
        }

        session.AddSource(new SourceRecord { Name = Name, Rows = samples, Samples = samples });
        if (!faults.IsEmpty)
        {
            throw new InvalidTelemetryException(string.Join(" ", faults.Order(StringComparer.Ordinal)));
        }
    }

    private async Task<List<(string Name, ContainerReading Reading)>> ReadEngineAsync(string node, ConcurrentBag<string> faults, CancellationToken cancellationToken)
    {
        try
        {
            var readings = await ContainerReadings.OfAsync(fleet, node, _clock, cancellationToken).ConfigureAwait(false);
            return [.. readings.Select(r => (Name: NameOf(node, r), r)).OrderBy(r => r.Name, StringComparer.Ordinal)];
        }
        catch (Exception error) when (EngineSilence.Is(error))
        {
            faults.Add($"The engine of node {node} does not answer, so its containers are missing: {EngineSilence.Reason(error, fleet.Engine(node).Endpoint)}");
            return [];
        }
    }

    private string NameOf(string node, ContainerReading reading) =>
        reading.Identity?.ReplicaId ?? (fleet.Engines.Count == 1 ? reading.Name : $"{node}/{reading.Name}");
}
