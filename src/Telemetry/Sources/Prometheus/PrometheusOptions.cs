using Placement.Telemetry.Quality;

namespace Placement.Telemetry.Sources.Prometheus;

/// <summary>What to read from a server of the Prometheus API, and how.</summary>
public sealed record PrometheusOptions
{
    /// <value>Start of the window, included; the first step ends here.</value>
    public required DateTimeOffset Start { get; init; }

    /// <value>End of the window, not included.</value>
    public required DateTimeOffset End { get; init; }

    /// <value>What to read, at least one query; <see cref="PrometheusPresets"/> has some.</value>
    public required IReadOnlyList<PrometheusQuery> Queries
    {
        get;
        init => field = value is { Count: > 0 } ? value : throw new ArgumentException("At least one query is needed.", nameof(value));
    }

    /// <value>The capacities of nodes or limits of replicas, in canonical units. The lowest of the window counts; one that the session knows already stays. The default is none.</value>
    public IReadOnlyList<PrometheusQuery> Capacities { get; init; } = [];

    /// <value>Time between two samples, in whole milliseconds, at least 1 s. The default is 5 minutes. Take at least twice the scrape interval, since a rate needs two scrapes.</value>
    public TimeSpan Step
    {
        get;
        init => field = value >= TimeSpan.FromSeconds(1) && value.Ticks % TimeSpan.TicksPerMillisecond == 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Step must be at least 1 second, in whole milliseconds.");
    } = TimeSpan.FromMinutes(5);

    /// <value>What <c>$range</c> stands for; <see langword="null"/> (the default) for the step. Where no rate is taken it is a millisecond less, so that no sample counts in two steps. Widen it where targets are scraped less often than twice a step.</value>
    public TimeSpan? Range
    {
        get;
        init => field = value is null || value >= TimeSpan.FromSeconds(1) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Range must be at least 1 second.");
    }

    /// <value>Steps a request, 1 to 11,000 (which servers refuse to exceed). The default is 2,000.</value>
    public int StepsPerRequest
    {
        get;
        init => field = value is >= 1 and <= 11_000 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "StepsPerRequest must be from 1 to 11,000.");
    } = 2_000;

    /// <value>Subjects a request, at least 1. The default is 100. A request that the server finds too large is halved by itself.</value>
    public int SubjectsPerRequest
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "SubjectsPerRequest must be at least 1.");
    } = 100;

    /// <value>Longest a request may take, above zero. The default is 1 minute.</value>
    public TimeSpan Timeout
    {
        get;
        init => field = value > TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Timeout must be above zero.");
    } = TimeSpan.FromMinutes(1);

    /// <value>How often a failed request is tried again, 0 to 20. The default is 5.</value>
    public int Retries
    {
        get;
        init => field = value is >= 0 and <= 20 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Retries must be from 0 to 20.");
    } = 5;

    /// <value>Wait before the first retry, doubled at each further one; at least zero. The default is 1 second.</value>
    public TimeSpan RetryDelay
    {
        get;
        init => field = value >= TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "RetryDelay must be at least zero.");
    } = TimeSpan.FromSeconds(1);

    /// <value>The value of the Authorization header, as <c>Bearer TOKEN</c>; <see langword="null"/> (the default) for none. It appears in no message.</value>
    public string? Authorization { get; init; }

    /// <value>Further headers, such as <c>X-Scope-OrgID</c>. The default is none. Their values appear in no message.</value>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <value>A PEM file of authorities to trust for this server instead of the system's; <see langword="null"/> (the default) for the system's.</value>
    public string? AuthorityFile { get; init; }

    /// <value>A PEM file with a client certificate and its key, in one or with <see cref="ClientKeyFile"/>; <see langword="null"/> (the default) for none.</value>
    public string? ClientCertificateFile { get; init; }

    /// <value>The PEM file of the client certificate's key; <see langword="null"/> (the default) if it is in <see cref="ClientCertificateFile"/>.</value>
    public string? ClientKeyFile { get; init; }

    /// <value>For which resources a zero is real. The default is none; CPU may be trusted where the expressions yield nothing for a target that is gone, as those of the presets do.</value>
    public ZeroTrust Zeros { get; init; }
}
