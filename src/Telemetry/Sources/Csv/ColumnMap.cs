using Placement.Telemetry.Quality;
using Placement.Telemetry.Samples;

namespace Placement.Telemetry.Sources.Csv;

/// <summary>Which column holds what, by name (letter case does not matter) or, as <c>#3</c>, by number from 1.</summary>
public sealed record ColumnMap
{
    private static readonly string[] TimeNames = ["time", "timestamp", "time_stamp", "ts", "datetime", "date"];
    private static readonly string[] NodeNames = ["node", "host", "hostname", "machine", "machine_id", "instance", "server", "vm"];
    private static readonly string[] ReplicaNames = ["replica", "container", "pod", "task", "subject"];

    /// <value>Column of the time; <see langword="null"/> takes the first of time, timestamp, time_stamp, ts, datetime, date.</value>
    public string? Time { get; init; }

    /// <value>Column of the node or replica; <see langword="null"/> takes the first of node, host, hostname, machine, machine_id, instance, server, vm, replica, container, pod, task, subject.</value>
    public string? Subject { get; init; }

    /// <value>What the subjects are; <see langword="null"/> goes by the name of the column: replica, container, pod, task, vm and subject are replicas.</value>
    public SubjectKind? Kind { get; init; }

    /// <value>Column with the name of the resource of each row; <see langword="null"/> takes <c>resource</c> or <c>metric</c> where there is such a column.</value>
    public string? Resource { get; init; }

    /// <value>Value columns by resource. When empty: the columns whose names begin with cpu, mem or memory, or <c>value</c> where a column names the resource.</value>
    public IReadOnlyDictionary<Resource, string> Values { get; init; } = new Dictionary<Resource, string>();

    /// <summary>Reads a map as the command line writes it: <c>time=timestamp,node=host,cpu=cpu_pct,memory=mem_bytes</c>.</summary>
    /// <remarks>Keys are time, node, replica, resource, value and any resource name. <c>value</c> goes with a resource column.</remarks>
    /// <exception cref="InvalidTelemetryException">A part is not <c>key=column</c>, or a key comes twice.</exception>
    public static ColumnMap Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var map = new ColumnMap();
        var values = new Dictionary<Resource, string>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var split = part.Split('=', 2, StringSplitOptions.TrimEntries);
            if (split is not [{ Length: > 0 } key, { Length: > 0 } column])
            {
                throw new InvalidTelemetryException($"'{part}' is no column mapping; write key=column, such as time=timestamp.");
            }

            switch (key.ToUpperInvariant())
            {
                case "TIME" when map.Time is null:
                    map = map with { Time = column };
                    break;
                case "NODE" when map.Subject is null:
                    map = map with { Subject = column, Kind = SubjectKind.Node };
                    break;
                case "REPLICA" when map.Subject is null:
                    map = map with { Subject = column, Kind = SubjectKind.Replica };
                    break;
                case "RESOURCE" when map.Resource is null:
                    map = map with { Resource = column };
                    break;
                case var other when other is not ("TIME" or "NODE" or "REPLICA" or "RESOURCE") && values.TryAdd(Samples.Resource.FromName(key), column):
                    break;
                default:
                    throw new InvalidTelemetryException($"The column mapping '{part}' comes twice, or a node and a replica column are both given; a file has one of them.");
            }
        }

        return map with { Values = values };
    }

    internal static bool IsResourceColumn(string name) =>
        name.Equals("resource", StringComparison.OrdinalIgnoreCase) || name.Equals("metric", StringComparison.OrdinalIgnoreCase);

    internal static string? FindTime(IReadOnlyList<string> headers) => FirstOf(headers, TimeNames);

    internal static string? FindSubject(IReadOnlyList<string> headers) => FirstOf(headers, [.. NodeNames, .. ReplicaNames]);

    internal static SubjectKind KindOf(string column) =>
        ReplicaNames.Contains(column.Trim(), StringComparer.OrdinalIgnoreCase) || column.Trim().Equals("vm", StringComparison.OrdinalIgnoreCase)
            ? SubjectKind.Replica
            : SubjectKind.Node;

    private static string? FirstOf(IReadOnlyList<string> headers, string[] names) =>
        names.Select(name => headers.FirstOrDefault(header => header.Trim().Equals(name, StringComparison.OrdinalIgnoreCase))).FirstOrDefault(found => found is not null);
}
