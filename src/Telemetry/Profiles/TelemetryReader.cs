using Placement.Telemetry.Samples;

namespace Placement.Telemetry.Profiles;

/// <summary>Reads sources to their end and makes the window of them: the one call that most programs need.</summary>
public static class TelemetryReader
{
    /// <summary>Reads sources one after the other.</summary>
    /// <param name="session">Capacities and quarantine to use.</param>
    /// <param name="sources">What to read, at least one.</param>
    /// <param name="options">How samples become profiles; <see langword="null"/> for the defaults.</param>
    /// <param name="timeProvider">Tells what lies in the future; <see langword="null"/> for the system's clock.</param>
    /// <param name="progress">Told the number of accepted samples after each batch; may be <see langword="null"/>.</param>
    /// <param name="cancellationToken">Stops the reading; nothing is returned.</param>
    /// <exception cref="Quality.InvalidTelemetryException">A source is not readable, too many rows are at fault, or there is no sample.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static async Task<TelemetryWindow> ReadAsync(
        IngestSession session,
        IEnumerable<ISampleSource> sources,
        ProfileOptions? options = null,
        TimeProvider? timeProvider = null,
        IProgress<long>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(sources);
        var builder = new ProfileBuilder(session, options, timeProvider);
        foreach (var source in sources)
        {
            await foreach (var batch in source.ReadAsync(session, cancellationToken).ConfigureAwait(false))
            {
                using (batch)
                {
                    builder.Add(batch);
                }

                progress?.Report(builder.Accepted);
            }
        }

        session.Quarantine.Complete();
        return builder.Build();
    }
}
