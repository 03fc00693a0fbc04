using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Placement.Browser.Tests;

/// <summary>A headless Chromium with a profile of its own, ended with the test run. Driven by its DevTools protocol, so that nothing is downloaded.</summary>
public sealed partial class Chromium : IAsyncLifetime
{
    private readonly string _profile = Directory.CreateTempSubdirectory("placement-browser-").FullName;
    private Process? _process;

    /// <summary>Gets why there is no browser, or null when there is one.</summary>
    public string? Missing { get; private set; }

    public Uri? Endpoint { get; private set; }

    public static string? Find() =>
        new[] { Environment.GetEnvironmentVariable("PLACEMENT_CHROMIUM") }
            .Concat(
                from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
                from name in new[] { "chromium", "chromium-browser", "google-chrome", "chrome", "chrome.exe", "msedge.exe" }
                select Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);

    public async ValueTask InitializeAsync()
    {
        if (Find() is not { } path)
        {
            Missing = "There is no Chromium on the PATH; install it, or set PLACEMENT_CHROMIUM to its executable.";
            return;
        }

        var start = new ProcessStartInfo(path) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in new[]
        {
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--hide-scrollbars", "--disable-background-networking",
            "--remote-debugging-port=0", "--user-data-dir=" + _profile, "about:blank",
        })
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        while (await _process.StandardError.ReadLineAsync(limit.Token) is { } line)
        {
            if (Listening().Match(line) is { Success: true } match)
            {
                Endpoint = new Uri(match.Groups[1].Value);
                _ = _process.StandardError.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                _ = _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                return;
            }
        }

        throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{path} ended without saying where its DevTools listen (exit code {_process.ExitCode})."));
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        try
        {
            Directory.Delete(_profile, recursive: true);
        }
        catch (IOException)
        {
            // A renderer may still be writing its cache; the folder is in the temporary directory.
        }
    }

    [GeneratedRegex(@"DevTools listening on (ws://\S+)")]
    private static partial Regex Listening();
}
