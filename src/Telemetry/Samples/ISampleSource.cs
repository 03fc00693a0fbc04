namespace Placement.Telemetry.Samples;

/// <summary>Reads samples from somewhere: a file, a server, an engine.</summary>
/// <remarks>
/// A source parses and converts to canonical units; it does not judge values, since whoever builds profiles screens every sample by one set
/// of rules. What it cannot read goes to <see cref="IngestSession.Quarantine"/>. It streams: memory does not grow with the length of the feed.
/// Reading may be repeated where the origin can be read again. An implementation need not support two reads at once.
/// </remarks>
public interface ISampleSource
{
    /// <summary>Gets a short name for messages, such as the file path.</summary>
    string Name { get; }

    /// <summary>Reads all samples once, in the order of the feed. The caller disposes each batch.</summary>
    /// <exception cref="Quality.InvalidTelemetryException">The feed as a whole cannot be read, or too many rows are at fault.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    IAsyncEnumerable<SampleBatch> ReadAsync(IngestSession session, CancellationToken cancellationToken = default);
}
