using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Placement.Telemetry.Quality;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Placement.Telemetry.Sources.Prometheus;

/// <summary>Sends requests to the two endpoints that are needed, and tries again what may succeed later.</summary>
internal sealed class PrometheusClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly PrometheusOptions _options;
    private readonly Uri _root;
    private readonly ResiliencePipeline<PrometheusAnswer?> _pipeline;
    private long _bytes;

    public PrometheusClient(Uri address, PrometheusOptions options, HttpMessageHandler? handler, TimeProvider clock)
    {
        _options = options;
        var builder = new UriBuilder(address) { UserName = "", Password = "", Query = "", Fragment = "" };
        _root = new Uri(builder.Uri.AbsoluteUri.TrimEnd('/') + "/");
        Name = _root.AbsoluteUri.TrimEnd('/');
        _http = new HttpClient(handler ?? Handler(options)) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
        if (options.Authorization is { } authorization)
        {
            _http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        }
        else if (address.UserInfo.Length > 0)
        {
            var user = System.Text.Encoding.UTF8.GetBytes(Uri.UnescapeDataString(address.UserInfo));
            _http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Basic " + Convert.ToBase64String(user));
        }

        foreach (var (name, value) in options.Headers)
        {
            _http.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
        }

        _pipeline = Pipeline(options, clock);
    }

    public string Name { get; }

    public long BytesRead => Interlocked.Read(ref _bytes);

    /// <summary>The subjects that a selector names in a window, in order, as their label values.</summary>
    public async Task<List<string[]>> SubjectsAsync(PrometheusQuery query, DateTimeOffset start, DateTimeOffset end, CancellationToken cancellationToken)
    {
        var answer = await SendAsync("api/v1/series", [new("match[]", query.Discovery), new("start", Seconds(start.ToUnixTimeMilliseconds())), new("end", Seconds(end.ToUnixTimeMilliseconds()))], cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidTelemetryException($"{Name} finds the list of series {query.Discovery} too large. Narrow the selector.");
        return [.. answer.LabelSets
            .Where(labels => query.SubjectLabels.All(labels.ContainsKey))
            .Select(labels => query.SubjectLabels.Select(label => labels[label]).ToArray())
            .DistinctBy(subject => string.Join('/', subject))
            .OrderBy(subject => string.Join('/', subject), StringComparer.Ordinal)];
    }

    /// <summary>The values of an expression.</summary>
    /// <returns>The series, or <see langword="null"/> if the server finds the request too large.</returns>
    public async Task<IReadOnlyList<RangeSeries>?> RangeAsync(string expression, RangeRequest part, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(
            "api/v1/query_range",
            [new("query", expression), new("start", Seconds(part.Start)), new("end", Seconds(part.Last)), new("step", Seconds(part.Step))],
            cancellationToken).ConfigureAwait(false);
        return answer?.Series;
    }

    public void Dispose() => _http.Dispose();

    private static string Seconds(long milliseconds) => (milliseconds / 1000m).ToString(CultureInfo.InvariantCulture);

    private async Task<PrometheusAnswer?> SendAsync(string endpoint, KeyValuePair<string, string>[] form, CancellationToken cancellationToken)
    {
        try
        {
            return await _pipeline.ExecuteAsync(async token => await SendOnceAsync(endpoint, form, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is HttpRequestException or SocketException or IOException or JsonException or TimeoutRejectedException or PassingFailureException)
        {
            var why = error is TimeoutRejectedException ? string.Create(CultureInfo.InvariantCulture, $"no answer within {_options.Timeout.TotalSeconds:0.###} s") : error.Message.TrimEnd('.');
            throw new InvalidTelemetryException($"{Name}/{endpoint} failed {_options.Retries + 1} times, the last time with: {why}. Nothing of this window is reported. Query: {form[0].Value}", error);
        }
    }

    private async Task<PrometheusAnswer?> SendOnceAsync(string endpoint, KeyValuePair<string, string>[] form, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_root, endpoint)) { Content = new FormUrlEncodedContent(form) };
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        Interlocked.Add(ref _bytes, body.Length);
        if (response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity)
        {
            var reason = Reason(body);
            return IsTooLarge(reason) ? null : throw new InvalidTelemetryException($"{Name}/{endpoint} refuses the query: {reason}. Query: {form[0].Value}");
        }

        if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            throw new InvalidTelemetryException($"{Name}/{endpoint} answers {(int)response.StatusCode} {response.ReasonPhrase}: check the authorization header.");
        }

        if (!response.IsSuccessStatusCode)
        {
            var status = $"{(int)response.StatusCode} {response.ReasonPhrase}: {Reason(body)}";
            throw (int)response.StatusCode >= 500 || response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout
                ? new PassingFailureException(status)
                : new InvalidTelemetryException($"{Name}/{endpoint} answers {status}. Is this the address of a Prometheus API, with its path prefix?");
        }

        var answer = PrometheusAnswer.Read(body);
        if (answer.Status != "success")
        {
            throw new PassingFailureException(answer.Error ?? $"status {answer.Status}");
        }

        return answer.Warnings.Count == 0 ? answer : throw new PassingFailureException($"the answer is not whole: {string.Join("; ", answer.Warnings)}");
    }

    private static string Reason(byte[] body)
    {
        try
        {
            return PrometheusAnswer.Read(body).Error ?? "no reason given";
        }
        catch (JsonException)
        {
            var text = System.Text.Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(200, body.Length))).Trim();
            return text.Length == 0 ? "no reason given" : text;
        }
    }

    private static bool IsTooLarge(string reason) =>
        reason.Contains("too many samples", StringComparison.OrdinalIgnoreCase) || reason.Contains("maximum resolution", StringComparison.OrdinalIgnoreCase)
        || reason.Contains("too many points", StringComparison.OrdinalIgnoreCase) || reason.Contains("max-samples", StringComparison.OrdinalIgnoreCase);

    private static ResiliencePipeline<PrometheusAnswer?> Pipeline(PrometheusOptions options, TimeProvider clock)
    {
        var builder = new ResiliencePipelineBuilder<PrometheusAnswer?> { TimeProvider = clock };
        if (options.Retries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions<PrometheusAnswer?>
            {
                ShouldHandle = new PredicateBuilder<PrometheusAnswer?>().Handle<HttpRequestException>().Handle<SocketException>().Handle<IOException>().Handle<JsonException>().Handle<TimeoutRejectedException>().Handle<PassingFailureException>(),
                MaxRetryAttempts = options.Retries,
                Delay = options.RetryDelay,
                BackoffType = DelayBackoffType.Exponential,
                MaxDelay = TimeSpan.FromMinutes(1),
            });
        }

        return builder.AddTimeout(options.Timeout).Build();
    }

    private static SocketsHttpHandler Handler(PrometheusOptions options)
    {
        var handler = new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        if (options.AuthorityFile is { } authorities)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.ImportFromPemFile(authorities);
            handler.SslOptions.CertificateChainPolicy = policy;
        }

        if (options.ClientCertificateFile is { } certificate)
        {
            handler.SslOptions.ClientCertificates = [X509Certificate2.CreateFromPemFile(certificate, options.ClientKeyFile)];
            handler.SslOptions.LocalCertificateSelectionCallback = (_, _, local, _, _) => local[0];
        }

        return handler;
    }
}
