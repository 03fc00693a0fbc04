using Placement.Telemetry.Samples;

namespace Placement.Telemetry.Sources.Prometheus;

/// <summary>Queries for the exporters that most fleets run.</summary>
public static class PrometheusPresets
{
    /// <summary>Gets CPU (all but idle and waiting for disks; guests are in user time already) and memory in use (total less available) of nodes, from node_exporter.</summary>
    public static IReadOnlyList<PrometheusQuery> NodeExporter { get; } =
    [
        new()
        {
            Resource = Resource.Cpu,
            Expression = "sum by (instance) (rate(node_cpu_seconds_total{$match mode!~\"idle|iowait|guest|guest_nice\"}[$range]))",
            Discovery = "node_cpu_seconds_total{mode=\"idle\"}",
            Scale = 1000,
        },
        new()
        {
            Resource = Resource.Memory,
            Expression = "max by (instance) (max_over_time(node_memory_MemTotal_bytes{$match}[$range]) - min_over_time(node_memory_MemAvailable_bytes{$match}[$range]))",
            Discovery = "node_memory_MemTotal_bytes",
        },
    ];

    /// <summary>CPU and working set of containers, from cAdvisor as the kubelet serves it: a subject is a pod, all its containers together.</summary>
    public static IReadOnlyList<PrometheusQuery> KubernetesPods { get; } = Containers(["namespace", "pod"], "container!=\"\",container!=\"POD\"");

    /// <summary>CPU and working set of containers, from cAdvisor beside Docker engines: a subject is a container, by name.</summary>
    public static IReadOnlyList<PrometheusQuery> DockerContainers { get; } = Containers(["name"], "name!=\"\"");

    private static IReadOnlyList<PrometheusQuery> Containers(IReadOnlyList<string> labels, string only)
    {
        var by = string.Join(", ", labels);
        return
        [
            new()
            {
                Kind = SubjectKind.Replica,
                Resource = Resource.Cpu,
                SubjectLabels = labels,
                Expression = $"sum by ({by}) (rate(container_cpu_usage_seconds_total{{$match {only}}}[$range]))",
                Discovery = $"container_cpu_usage_seconds_total{{{only}}}",
                Scale = 1000,
            },
            new()
            {
                Kind = SubjectKind.Replica,
                Resource = Resource.Memory,
                SubjectLabels = labels,
                Expression = $"sum by ({by}) (max_over_time(container_memory_working_set_bytes{{$match {only}}}[$range]))",
                Discovery = $"container_memory_working_set_bytes{{{only}}}",
            },
        ];
    }
}
