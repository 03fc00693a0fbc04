using System.CommandLine;
using Placement.Telemetry.Quality;
using Placement.Telemetry.Samples;
using Placement.Telemetry.Sources.Csv;
using Placement.Telemetry.Sources.Prometheus;

namespace Placement.Cli.Options;

/// <summary>The options that say what to ask of a server of the Prometheus API.</summary>
internal sealed class PrometheusOptionSet
{
    public Option<string?> Server { get; } = new("--prometheus") { Description = "Address of a Prometheus server, or another of its API, to read usage from: http://host:9090, with user@ for a password of --password-file.", HelpName = "URL" };

    public Option<string[]> Presets { get; } = new("--queries") { Description = $"Ready queries: {string.Join(", ", PrometheusPresets.Names)}. Default node-exporter, unless --query is given.", HelpName = "NAME", AllowMultipleArgumentsPerToken = true };

    public Option<string[]> Queries { get; } = new("--query")
    {
        Description = "A query of your own, as node:cpu:cores=EXPR or replica:memory:bytes=EXPR. $range in it is the step, $match where matchers of series go; wrap gauges in max_over_time(...[$range]), counters in rate(...[$range]).",
        HelpName = "KIND:RESOURCE:UNIT=EXPR",
    };

    public Option<string?> NodeLabel { get; } = new("--node-label") { Description = "Labels that name a node, joined by /. Default instance.", HelpName = "LABEL,..." };

    public Option<string?> ReplicaLabel { get; } = new("--replica-label") { Description = "Labels that name a replica. Default those of the ready queries; replica for your own.", HelpName = "LABEL,..." };

    public Option<string> Step { get; } = new("--step") { Description = "Time between two values asked for; at least twice the scrape interval.", DefaultValueFactory = _ => "5m", HelpName = "DURATION" };

    public Option<string[]> Headers { get; } = new("--header") { Description = "A header for each request, such as \"X-Scope-OrgID: team\".", HelpName = "NAME:VALUE" };

    public Option<string?> TokenFile { get; } = new("--token-file") { Description = "File with a bearer token for the server.", HelpName = "FILE" };

    public Option<string?> PasswordFile { get; } = new("--password-file") { Description = "File with the password of the user in the address.", HelpName = "FILE" };

    public Option<string?> AuthorityFile { get; } = new("--ca-file") { Description = "PEM file of authorities to trust for the server, instead of the system's.", HelpName = "FILE" };

    public Option<string?> CertificateFile { get; } = new("--client-cert") { Description = "PEM file of a client certificate.", HelpName = "FILE" };

    public Option<string?> KeyFile { get; } = new("--client-key") { Description = "PEM file of its key, if not in the same file.", HelpName = "FILE" };

    public Option<string> Timeout { get; } = new("--timeout") { Description = "Longest wait for one answer of the server.", DefaultValueFactory = _ => "1m", HelpName = "DURATION" };

    public Option<int> Retries { get; } = new("--retries") { Description = "How often a failed request is sent again, with growing pauses, before the run stops.", DefaultValueFactory = _ => 5, HelpName = "N" };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { Server, Presets, Queries, NodeLabel, ReplicaLabel, Step, Headers, TokenFile, PasswordFile, AuthorityFile, CertificateFile, KeyFile, Timeout, Retries })
        {
            command.Add(option);
        }
    }

    /// <summary>Makes the options of the source.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="start">Start of the window, included.</param>
    /// <param name="end">End of the window, not included.</param>
    /// <exception cref="UsageException">A query or a header is not written as it should be.</exception>
    public PrometheusOptions Of(ParseResult parsed, DateTimeOffset start, DateTimeOffset end)
    {
        var (own, names) = (parsed.GetValue(Queries) ?? [], parsed.GetValue(Presets) ?? []);
        var presets = (names.Length == 0 && own.Length == 0 ? ["node-exporter"] : names).Select(name => PrometheusPresets.Find(name, LabelsOf(parsed, PrometheusPresets.Find(name).Usage[0].Kind))).ToList();
        return new()
        {
            Start = start,
            End = end,
            Queries = [.. presets.SelectMany(preset => preset.Usage), .. own.Select(text => QueryOf(text, parsed))],
            Capacities = [.. presets.SelectMany(preset => preset.Capacities)],
            Step = Durations.Parse(parsed.GetValue(Step)!, Step.Name),
            Headers = (parsed.GetValue(Headers) ?? []).Select(HeaderOf).ToDictionary(),
            Authorization = parsed.GetValue(TokenFile) is { } file ? $"Bearer {Secret(file)}" : null,
            AuthorityFile = parsed.GetValue(AuthorityFile),
            ClientCertificateFile = parsed.GetValue(CertificateFile),
            ClientKeyFile = parsed.GetValue(KeyFile),
            Timeout = Durations.Parse(parsed.GetValue(Timeout)!, Timeout.Name),
            Retries = parsed.GetValue(Retries),
        };
    }

    /// <summary>The address, with the password of the file.</summary>
    public Uri AddressOf(ParseResult parsed)
    {
        var text = parsed.GetValue(Server)!;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw new UsageException($"--prometheus {text}: write an http or https address, such as http://prometheus:9090.");
        }

        return parsed.GetValue(PasswordFile) is { } file ? new UriBuilder(address) { Password = Uri.EscapeDataString(Secret(file)) }.Uri : address;
    }

    private static string Secret(string file) => File.ReadAllText(file).Trim();

    private string[]? LabelsOf(ParseResult parsed, SubjectKind kind) =>
        parsed.GetValue(kind == SubjectKind.Node ? NodeLabel : ReplicaLabel)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private PrometheusQuery QueryOf(string text, ParseResult parsed)
    {
        var split = text.Split('=', 2);
        if (split is not [var head, { Length: > 0 } expression] || head.Split(':') is not [var kindName, { Length: > 0 } name, var unitName] || !Enum.TryParse<SubjectKind>(kindName, true, out var kind))
        {
            throw new UsageException($"--query {text}: write node or replica, a resource and a unit, such as node:cpu:cores=sum by (instance) (rate(x_seconds_total{{$match}}[$range])).");
        }

        var resource = Resource.FromName(name);
        if (!ValueUnits.TryParse(unitName, out var unit) || ValueUnits.ScaleOf(unit, resource) is not { } scale)
        {
            throw new UsageException($"--query {text}: {resource} is not read in '{unitName}'; write cores, millicores or nanocores for cpu, bytes to TiB for memory, units for others.");
        }

        try
        {
            return new()
            {
                Kind = kind,
                Resource = resource,
                Scale = scale,
                SubjectLabels = LabelsOf(parsed, kind) ?? [kind == SubjectKind.Node ? "instance" : "replica"],
                Expression = PrometheusQuery.Splittable(expression),
            };
        }
        catch (InvalidTelemetryException error)
        {
            throw new UsageException($"--query {head}: {error.Message}");
        }
    }

    private static KeyValuePair<string, string> HeaderOf(string text) => text.Split(':', 2, StringSplitOptions.TrimEntries) is [{ Length: > 0 } name, { Length: > 0 } value]
        ? new(name, value)
        : throw new UsageException("--header: write NAME:VALUE."); // not the text, which may be a secret
}
