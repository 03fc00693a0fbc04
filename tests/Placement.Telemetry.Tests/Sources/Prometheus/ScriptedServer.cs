using System.Net;
using System.Text;

namespace Placement.Telemetry.Tests.Sources.Prometheus;

/// <summary>Answers each request by a script: the number of the request, its path and its form.</summary>
internal sealed class ScriptedServer(Func<int, string, IReadOnlyDictionary<string, string>, CancellationToken, Task<HttpResponseMessage>> script) : HttpMessageHandler
{
    private int _requests;

    public int Requests => _requests;

    public List<string> Queries { get; } = [];

    public List<string?> Authorizations { get; } = [];

    public static HttpResponseMessage Json(string body, HttpStatusCode status = HttpStatusCode.OK) => new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    public static HttpResponseMessage Series(params string[] instances) =>
        Json($$"""{"status":"success","data":[{{string.Join(',', instances.Select(name => $$"""{"__name__":"m","instance":"{{name}}"}"""))}}]}""");

    /// <summary>A matrix with the value 2 for every step asked for, for the instances that the query names.</summary>
    public static HttpResponseMessage Matrix(IReadOnlyDictionary<string, string> form, params string[] instances)
    {
        var (start, end, step) = (Number(form["start"]), Number(form["end"]), Number(form["step"]));
        var values = string.Join(',', Enumerable.Range(0, (int)((end - start) / step) + 1).Select(i => FormattableString.Invariant($"[{start + (i * step)},\"2\"]")));
        var series = instances.Where(name => form["query"].Contains(name, StringComparison.Ordinal)).Select(name => $$$"""{"metric":{"instance":"{{{name}}}"},"values":[{{{values}}}]}""");
        return Json($$$"""{"status":"success","data":{"resultType":"matrix","result":[{{{string.Join(',', series)}}}]}}""");
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref _requests);
        var text = await request.Content!.ReadAsStringAsync(cancellationToken);
        var form = text.Split('&').Select(pair => pair.Split('=')).ToDictionary(pair => WebUtility.UrlDecode(pair[0]), pair => WebUtility.UrlDecode(pair[1]));
        Queries.Add(form.GetValueOrDefault("query", ""));
        Authorizations.Add(request.Headers.Authorization?.ToString());
        return await script(number, request.RequestUri!.AbsolutePath, form, cancellationToken);
    }

    private static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
