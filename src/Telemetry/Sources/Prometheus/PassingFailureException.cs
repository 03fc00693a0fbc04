namespace Placement.Telemetry.Sources.Prometheus;

/// <summary>The server could not answer now and may later.</summary>
internal sealed class PassingFailureException(string message) : Exception(message);
