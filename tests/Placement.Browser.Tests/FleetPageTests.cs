using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Placement.Scheduling;

namespace Placement.Browser.Tests;

/// <summary>The live page of the scheduler host: what it shows is what the scheduler knows, as it happens.</summary>
public sealed class FleetPageTests(Chromium browser, FleetHost host) : IClassFixture<Chromium>, IClassFixture<FleetHost>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_shows_the_fleet_and_follows_it_live()
    {
        Assert.SkipWhen(browser.Missing is not null, browser.Missing ?? "");
        await host.SubmitAsync(Spec("web", 6, 500, 256), Token);
        await host.SubmitAsync(Spec("db", 2, 2000, 2048) with { SelfAntiAffinity = true }, Token);
        await host.SubmitAsync(Spec("giant", 1, 64_000, 1024), Token);
        await using var page = await BrowserPage.CreateAsync(browser.Endpoint!, Token);
        await page.OpenAsync($"{host.Address}#{Uri.EscapeDataString(FleetHost.Secret)}");

        // Nodes and their fill, as the scheduler says.
        await UntilAsync(page, "document.querySelectorAll('.node').length === 4 && [...document.querySelectorAll('#replicas .good')].length === 8");
        var fleet = await host.FleetAsync(Token);
        foreach (var node in fleet.Nodes)
        {
            var card = JsonNode.Parse(await page.EvaluateAsync($"JSON.stringify([...document.querySelectorAll('[data-node=\"{node.Report.NodeId}\"] .fill span:first-child')].map(s => s.textContent))"))!.AsArray();
            Assert.Equal($"CPU {100.0 * node.UsedCpuMillicores / node.Report.CpuMillicores:F0} %", card[0]!.GetValue<string>());
            Assert.Equal($"Memory {100.0 * node.UsedMemoryBytes / node.Report.MemoryBytes:F0} %", card[1]!.GetValue<string>());
            Assert.Equal($"{fleet.Replicas.Count(r => r.NodeId == node.Report.NodeId)}", await page.EvaluateAsync($"document.querySelectorAll('[data-node=\"{node.Report.NodeId}\"] .chips i').length"));
        }

        // What waits, and why.
        var waiting = await page.EvaluateAsync("document.getElementById('pending').textContent");
        Assert.Contains("giant.", waiting, StringComparison.Ordinal);
        Assert.Contains("cpu on 4 nodes", waiting, StringComparison.Ordinal);
        Assert.Contains("ServiceSubmitted", await page.EvaluateAsync("document.getElementById('events').textContent"), StringComparison.Ordinal);

        // Live, without a reload: a scale, an end by itself, a lost node.
        using (var scaled = await host.Client.PostAsync("api/services/web/scale?replicas=9", null, Token))
        {
            Assert.Equal(HttpStatusCode.Accepted, scaled.StatusCode);
        }

        await UntilAsync(page, "document.getElementById('services').textContent.includes('9 of 9') && document.getElementById('events').textContent.includes('ServiceScaled')");
        var lost = fleet.Replicas.First(r => r.Service == "web").NodeId!;
        host.Fleet.Lose(lost);
        await UntilAsync(page, $"document.querySelector('[data-node=\"{lost}\"] .tag').textContent === 'lost' && document.getElementById('events').textContent.includes('NodeLost')");
        await File.WriteAllBytesAsync(Path.Combine(Path.GetTempPath(), "placement-fleet-page.png"), await page.PictureAsync(whole: true), Token);
        host.Fleet.Return(lost);
        await UntilAsync(page, $"document.querySelector('[data-node=\"{lost}\"] .tag').textContent === 'open'");

        Assert.Empty(page.Complaints);
        Assert.All(page.Requests, address => Assert.StartsWith(host.Address.ToString(), address, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_but_the_page_and_the_health_check_answers_without_the_token()
    {
        using var stranger = new HttpClient { BaseAddress = host.Address };
        foreach (var path in new[] { "api/fleet", "api/events", "api/replicas/web.1/why" })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync(path, Token)).StatusCode);
        }

        foreach (var path in new[] { "api/services", "api/services/web/scale?replicas=0", "api/nodes/node-1/drain", "api/pause" })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.PostAsync(path, null, Token)).StatusCode);
        }

        Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync("", Token)).StatusCode);
        Assert.DoesNotContain(FleetHost.Secret, await stranger.GetStringAsync("", Token), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync("healthz", Token)).StatusCode);
    }

    [Theory]
    [InlineData("api/services", """{ "name": "web" }""", "cpuMillicores")]
    [InlineData("api/services", "nonsense", "'nonsense'")]
    [InlineData("api/services/web/scale?replicas=many", "", "many")]
    public async Task What_cannot_be_read_is_answered_with_the_reason(string path, string body, string reason)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await host.Client.PostAsync(path, content, Token);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(reason, (await answer.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private static ServiceSpec Spec(string name, int replicas, long millicores, long mebibytes) =>
        new() { Name = name, Command = ["run"], CpuMillicores = millicores, MemoryBytes = mebibytes << 20, Replicas = replicas };

    private static async Task UntilAsync(BrowserPage page, string condition)
    {
        for (var attempt = 0; await page.EvaluateAsync(condition) != "true"; attempt++)
        {
            Assert.True(attempt < 600, $"The page never came to: {condition}. It says: {await page.EvaluateAsync("document.body.innerText")}");
            await Task.Delay(50, Token);
        }
    }
}
