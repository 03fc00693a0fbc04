using System.Runtime.CompilerServices;
using Placement.Telemetry.Samples;

namespace Placement.Telemetry.Sources;

/// <summary>Reads a source of the present again and again for a while, so that totals become rates and instants a window.</summary>
/// <param name="source">Gives one instant a read.</param>
/// <param name="every">Time between two reads, above zero.</param>
/// <param name="duration">How long to read; there are at least two reads.</param>
/// <param name="timeProvider">Waits; <see langword="null"/> for the system's clock.</param>
public sealed class RepeatedSource(ISampleSource source, TimeSpan every, TimeSpan duration, TimeProvider? timeProvider = null) : ISampleSource
{
    private readonly TimeProvider _clock = timeProvider ?? TimeProvider.System;

    /// <inheritdoc />
    public string Name => source.Name;

    /// <inheritdoc />
    public async IAsyncEnumerable<SampleBatch> ReadAsync(IngestSession session, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var timer = new PeriodicTimer(every, _clock);
        for (var left = Math.Max(1, (int)Math.Ceiling(duration / every)); ; left--)
        {
            await foreach (var batch in source.ReadAsync(session, cancellationToken).ConfigureAwait(false))
            {
                yield return batch;
            }

            if (left == 0 || !await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
            {
                yield break;
            }
        }
    }
}
