using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Hosting;
using Placement.Scheduling;
using Placement.Testing;
using SchedulerHost;

namespace Placement.Browser.Tests;

/// <summary>The sample's door and page, compiled into this project, before a scheduler on a fake fleet of four nodes.</summary>
public sealed class FleetHost : IAsyncLifetime
{
    public const string Secret = "secret of the test";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };
    private WebApplication? _app;

    public FakeFleet Fleet { get; } = new();

    public HttpClient Client { get; } = new();

    public Uri Address => Client.BaseAddress!;

    public async ValueTask InitializeAsync()
    {
        for (var n = 1; n <= 4; n++)
        {
            Fleet.AddNode(new NodeReport { NodeId = $"node-{n}", CpuMillicores = 4000 * n, MemoryBytes = 8L << 30, Labels = new Dictionary<string, string> { ["rack"] = $"r{n % 2}" } });
        }

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        builder.Services.AddFleetApi();
        var launcher = new FakeLauncher(Fleet);
        builder.Services.AddSingleton<IWorkloadLauncher>(launcher).AddSingleton<INodeObserver>(launcher).AddSingleton<IStateStore>(new MemoryStateStore(TimeProvider.System));
        builder.Services.AddPlacementScheduler(new SchedulerOptions { NodeTimeout = TimeSpan.FromSeconds(2) });
        _app = builder.Build();
        _app.MapFleetApi(Secret);
        await _app.StartAsync();
        Client.BaseAddress = new Uri(_app.Urls.Single());
        Client.DefaultRequestHeaders.Add("Authorization", "Bearer " + Secret);
    }

    /// <summary>Asks until the host leads.</summary>
    public async Task SubmitAsync(ServiceSpec spec, CancellationToken token)
    {
        while (true)
        {
            using var answer = await Client.PostAsJsonAsync("api/services", spec, Json, token);
            if (answer.IsSuccessStatusCode)
            {
                return;
            }

            await Task.Delay(20, token);
        }
    }

    public async Task<FleetSnapshot> FleetAsync(CancellationToken token) => (await Client.GetFromJsonAsync<FleetSnapshot>("api/fleet", Json, token))!;

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }
}
