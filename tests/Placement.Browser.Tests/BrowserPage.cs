using System.Text.Json.Nodes;

namespace Placement.Browser.Tests;

/// <summary>One tab: opens a page, runs scripts in it, takes pictures, and remembers everything the console said and every request that was made.</summary>
internal sealed class BrowserPage : IAsyncDisposable
{
    private readonly DevTools _tools;
    private readonly string _target;
    private readonly string _session;
    private readonly CancellationToken _token;
    private readonly List<string> _complaints = [];
    private readonly List<string> _requests = [];
    private readonly Lock _gate = new();
    private TaskCompletionSource _loaded = new();

    private BrowserPage(DevTools tools, string target, string session, CancellationToken token)
    {
        (_tools, _target, _session, _token) = (tools, target, session, token);
        tools.EventArrived += OnEvent;
    }

    /// <summary>Gets console errors and warnings, uncaught exceptions and what the browser logged.</summary>
    public IReadOnlyList<string> Complaints
    {
        get
        {
            lock (_gate)
            {
                return [.. _complaints];
            }
        }
    }

    /// <summary>Gets the addresses that the page asked for, its own among them.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests];
            }
        }
    }

    public static async Task<BrowserPage> CreateAsync(Uri endpoint, CancellationToken token, int width = 1280, int height = 1000)
    {
        var tools = await DevTools.ConnectAsync(endpoint, token);
        var target = (await tools.SendAsync("Target.createTarget", new JsonObject { ["url"] = "about:blank" }, null, token))["targetId"]!.GetValue<string>();
        var session = (await tools.SendAsync("Target.attachToTarget", new JsonObject { ["targetId"] = target, ["flatten"] = true }, null, token))["sessionId"]!.GetValue<string>();
        var page = new BrowserPage(tools, target, session, token);
        foreach (var domain in new[] { "Page", "Runtime", "Log", "Network" })
        {
            await page.SendAsync(domain + ".enable");
        }

        await page.SendAsync("Emulation.setDeviceMetricsOverride", new JsonObject { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = false });
        return page;
    }

    public Task<JsonNode> SendAsync(string method, JsonObject? parameters = null) => _tools.SendAsync(method, parameters, _session, _token);

    public async Task OpenAsync(string file)
    {
        _loaded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await SendAsync("Page.navigate", new JsonObject { ["url"] = new Uri(file).AbsoluteUri });
        await _loaded.Task.WaitAsync(TimeSpan.FromSeconds(60), _token);
    }

    /// <summary>Evaluates an expression and gives its value as text.</summary>
    public async Task<string> EvaluateAsync(string expression)
    {
        var result = await SendAsync("Runtime.evaluate", new JsonObject { ["expression"] = expression, ["returnByValue"] = true, ["awaitPromise"] = true });
        return result["exceptionDetails"] is { } thrown
            ? throw new InvalidOperationException(thrown.ToJsonString())
            : result["result"]!["value"]?.ToString() ?? "";
    }

    public async Task EmulateAsync(string media, string scheme) => await SendAsync("Emulation.setEmulatedMedia", new JsonObject
    {
        ["media"] = media,
        ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = scheme }),
    });

    public async Task PressAsync(string key, string code, int number)
    {
        foreach (var kind in new[] { "keyDown", "keyUp" })
        {
            var press = new JsonObject { ["type"] = kind, ["key"] = key, ["code"] = code, ["windowsVirtualKeyCode"] = number };
            if (key == "Enter" && kind == "keyDown")
            {
                press["text"] = "\r";
            }

            await SendAsync("Input.dispatchKeyEvent", press);
        }
    }

    public async Task<byte[]> PictureAsync(bool whole = false)
    {
        var answer = await SendAsync("Page.captureScreenshot", new JsonObject { ["format"] = "png", ["captureBeyondViewport"] = whole });
        return Convert.FromBase64String(answer["data"]!.GetValue<string>());
    }

    public async Task<byte[]> PrintAsync()
    {
        var answer = await SendAsync("Page.printToPDF", new JsonObject { ["printBackground"] = true });
        return Convert.FromBase64String(answer["data"]!.GetValue<string>());
    }

    public async ValueTask DisposeAsync()
    {
        await _tools.SendAsync("Target.closeTarget", new JsonObject { ["targetId"] = _target }, null, CancellationToken.None);
        await _tools.DisposeAsync();
    }

    private void OnEvent(string? session, string method, JsonNode p)
    {
        if (session != _session)
        {
            return;
        }

        lock (_gate)
        {
            switch (method)
            {
                case "Page.loadEventFired":
                    _loaded.TrySetResult();
                    break;
                case "Runtime.consoleAPICalled" when p["type"]!.GetValue<string>() is "error" or "warning" or "assert":
                    _complaints.Add(p["args"]!.ToJsonString());
                    break;
                case "Runtime.exceptionThrown":
                    _complaints.Add(p["exceptionDetails"]!.ToJsonString());
                    break;
                case "Log.entryAdded" when p["entry"]!["level"]!.GetValue<string>() is "error" or "warning":
                    _complaints.Add(p["entry"]!["text"]!.GetValue<string>());
                    break;
                case "Network.requestWillBeSent":
                    _requests.Add(p["request"]!["url"]!.GetValue<string>());
                    break;
            }
        }
    }
}
