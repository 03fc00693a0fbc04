namespace Placement.Telemetry.Sources.Prometheus;

/// <summary>What to ask of an exporter: its usage, and what 100 % of that is.</summary>
public sealed record PrometheusPreset
{
    /// <value>The usage of nodes or replicas.</value>
    public required IReadOnlyList<PrometheusQuery> Usage { get; init; }

    /// <value>The capacity of nodes, in canonical units; may be empty.</value>
    public IReadOnlyList<PrometheusQuery> Capacities { get; init; } = [];
}
