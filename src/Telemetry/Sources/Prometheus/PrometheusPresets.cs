using Placement.Telemetry.Quality;
using Placement.Telemetry.Samples;

namespace Placement.Telemetry.Sources.Prometheus;

/// <summary>Queries for the exporters that most fleets run.</summary>
public static class PrometheusPresets
{
    /// <summary>Gets the names that <see cref="Find"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = ["node-exporter", "kubernetes-pods", "docker-containers"];

    /// <summary>Gets CPU (all but idle and waiting for disks; guests are in user time already) and memory in use (total less available) of nodes, from node_exporter.</summary>
    public static PrometheusPreset NodeExporter { get; } = Nodes("instance");

    /// <summary>Gets CPU and working set of containers, from cAdvisor as the kubelet serves it: a subject is a pod, all its containers together.</summary>
    public static PrometheusPreset KubernetesPods { get; } = Containers(["namespace", "pod"], "container!=\"\",container!=\"POD\"");

    /// <summary>Gets CPU and working set of containers, from cAdvisor beside Docker engines: a subject is a container, by name.</summary>
    public static PrometheusPreset DockerContainers { get; } = Containers(["name"], "name!=\"\"");

    /// <summary>Finds a preset by its name.</summary>
    /// <param name="name">One of <see cref="Names"/>; letter case does not matter.</param>
    /// <param name="labels">The labels that name the subject; <see langword="null"/> for those of the exporter.</param>
    /// <exception cref="InvalidTelemetryException">There is no such preset.</exception>
    public static PrometheusPreset Find(string name, IReadOnlyList<string>? labels = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.ToUpperInvariant() switch
        {
            "NODE-EXPORTER" => labels is null ? NodeExporter : Nodes([.. labels]),
            "KUBERNETES-PODS" => labels is null ? KubernetesPods : Containers(labels, "container!=\"\",container!=\"POD\""),
            "DOCKER-CONTAINERS" => labels is null ? DockerContainers : Containers(labels, "name!=\"\""),
            _ => throw new InvalidTelemetryException($"There are no Prometheus queries named '{name}'. There are {string.Join(", ", Names)}."),
        };
    }

    private static PrometheusPreset Nodes(params IReadOnlyList<string> labels)
    {
        var by = string.Join(", ", labels);
        PrometheusQuery cpu = new()
        {
            Resource = Resource.Cpu,
            SubjectLabels = labels,
            Expression = $"sum by ({by}) (rate(node_cpu_seconds_total{{$match mode!~\"idle|iowait|guest|guest_nice\"}}[$range]))",
            Discovery = "node_cpu_seconds_total{mode=\"idle\"}",
            Scale = 1000,
        };
        PrometheusQuery memory = new()
        {
            Resource = Resource.Memory,
            SubjectLabels = labels,
            Expression = $"max by ({by}) (max_over_time(node_memory_MemTotal_bytes{{$match}}[$range]) - min_over_time(node_memory_MemAvailable_bytes{{$match}}[$range]))",
        };
        return new()
        {
            Usage = [cpu, memory with { Discovery = "node_memory_MemTotal_bytes" }],
            Capacities =
            [
                cpu with { Expression = $"count by ({by}) (last_over_time(node_cpu_seconds_total{{$match mode=\"idle\"}}[$range]))" },
                memory with { Expression = $"min by ({by}) (min_over_time(node_memory_MemTotal_bytes{{$match}}[$range]))" },
            ],
        };
    }

    private static PrometheusPreset Containers(IReadOnlyList<string> labels, string only)
    {
        var by = string.Join(", ", labels);
        PrometheusQuery cpu = new()
        {
            Kind = SubjectKind.Replica,
            Resource = Resource.Cpu,
            SubjectLabels = labels,
            Expression = $"sum by ({by}) (rate(container_cpu_usage_seconds_total{{$match {only}}}[$range]))",
            Scale = 1000,
        };
        PrometheusQuery memory = new()
        {
            Kind = SubjectKind.Replica,
            Resource = Resource.Memory,
            SubjectLabels = labels,
            Expression = $"sum by ({by}) (max_over_time(container_memory_working_set_bytes{{$match {only}}}[$range]))",
        };
        return new() { Usage = [cpu, memory] };
    }
}
