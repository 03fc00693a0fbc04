using System.Diagnostics;
using System.Formats.Tar;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Placement.Docker.Tests;

/// <summary>Real Docker engines of the test's own, each with its data, socket and cgroup apart, and one image made from busybox without a registry.</summary>
public sealed class EngineFleet : IAsyncLifetime
{
    public const string Image = "placement/busybox:1";

    private static readonly string[] Applets = ["sh", "sleep", "echo", "cat", "true", "false", "httpd", "wget", "kill", "dd", "tail"];
    private readonly string _folder = Directory.CreateTempSubdirectory("placement-engines-").FullName;
    private readonly Dictionary<int, Process> _daemons = [];

    /// <summary>Why the tests cannot run here, or null.</summary>
    public string? Absent { get; private set; }

    public int Count { get; init; } = 3;

    /// <summary>What each engine is told beside the usual.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    public IEnumerable<Uri> Endpoints => Enumerable.Range(1, Count).Select(n => Engine(n).Endpoint);

    public DockerEngine Engine(int number) => new() { NodeId = $"node-{number}", Endpoint = new Uri($"unix://{Socket(number)}"), CpuMillicores = 40_000, MemoryBytes = 8L << 30 };

    public DockerFleet Connect(DockerOptions? options = null, params int[] numbers) =>
        new([.. (numbers.Length == 0 ? Enumerable.Range(1, Count) : numbers).Select(Engine)], options ?? new DockerOptions { NetworkMode = "none", Pull = PullPolicy.Never });

    public async ValueTask InitializeAsync()
    {
        Absent = File.Exists("/usr/sbin/dockerd") && File.Exists("/bin/busybox") && Environment.UserName == "root"
            ? null
            : "needs root, Debian's docker.io and busybox-static";
        if (Absent is null)
        {
            foreach (var number in Enumerable.Range(1, Count))
            {
                Launch(number);
            }

            foreach (var number in Enumerable.Range(1, Count))
            {
                await ReadyAsync(number);
                await ImportAsync(number);
            }
        }
        else if ((Environment.GetEnvironmentVariable("PLACEMENT_REQUIRE") ?? "").Split(',').Contains("docker"))
        {
            throw new InvalidOperationException($"The tests on real engines are required here, but cannot run: {Absent}.");
        }
    }

    /// <summary>Kills an engine and its containerd as a power loss of the control plane would; its containers run on.</summary>
    public void Kill(int number)
    {
        var containerd = Path.Combine(Folder(number), "exec", "containerd", "containerd.pid");
        _daemons[number].Kill();
        _daemons[number].WaitForExit();
        if (File.Exists(containerd) && int.TryParse(File.ReadAllText(containerd), out var pid))
        {
            Signal(pid, 9);
        }
    }

    /// <summary>Starts an engine again after <see cref="Kill"/>.</summary>
    public async Task RestartAsync(int number)
    {
        foreach (var stale in new[] { "pid", "docker.sock", "exec/containerd/containerd.pid" })
        {
            File.Delete(Path.Combine(Folder(number), stale));
        }

        Launch(number);
        await ReadyAsync(number);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (number, daemon) in _daemons)
        {
            if (!daemon.HasExited)
            {
                await RemoveContainersAsync(number);
                Signal(daemon.Id, 15);
                await daemon.WaitForExitAsync();
            }
        }

        foreach (var mount in File.ReadLines("/proc/mounts").Select(l => l.Split(' ')[1]).Where(m => m.StartsWith(_folder, StringComparison.Ordinal)).OrderDescending(StringComparer.Ordinal).ToList())
        {
            using var umount = Process.Start("umount", ["-l", mount]);
            await umount.WaitForExitAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    public DockerClient Client(int number) => new DockerClientBuilder().WithEndpoint(new Uri($"unix://{Socket(number)}")).Build();

    public async Task RemoveContainersAsync(int number)
    {
        using var client = Client(number);
        foreach (var container in await client.Containers.ListContainersAsync(new ContainersListParameters { All = true }))
        {
            try
            {
                await client.Containers.RemoveContainerAsync(container.ID, new ContainerRemoveParameters { Force = true });
            }
            catch (DockerApiException e) when (e.StatusCode is System.Net.HttpStatusCode.NotFound or System.Net.HttpStatusCode.Conflict)
            {
                // On its way out already.
            }
        }
    }

    private static void Signal(int pid, int signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{pid}"]);
        kill.WaitForExit();
    }

    private string Folder(int number) => Path.Combine(_folder, $"{number}");

    private string Socket(int number) => Path.Combine(Folder(number), "docker.sock");

    private void Launch(int number)
    {
        var folder = Directory.CreateDirectory(Folder(number)).FullName;
        File.WriteAllText(Path.Combine(folder, "daemon.json"), "{}");
        string[] arguments =
        [
            "--config-file", Path.Combine(folder, "daemon.json"), "--data-root", Path.Combine(folder, "data"), "--exec-root", Path.Combine(folder, "exec"),
            "--pidfile", Path.Combine(folder, "pid"), "--host", $"unix://{Socket(number)}", "--storage-driver", "overlay2", "--cgroup-parent", $"/placement-test-{number}",
            "--bridge", "none", "--iptables=false", "--ip6tables=false", "--ip-forward=false", "--ip-masq=false", "--label", $"rack=r{number}", .. Arguments,
        ];
        // Through a shell, so that the log goes to a file and nobody has to read a pipe.
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"exec /usr/sbin/dockerd \"$@\" >>{folder}/log 2>&1", "dockerd", .. arguments]);
        _daemons[number] = Process.Start(start)!;
    }

    private async Task ReadyAsync(int number)
    {
        using var client = Client(number);
        for (var attempt = 0; attempt < 600; attempt++)
        {
            try
            {
                await client.System.PingAsync();
                return;
            }
            catch (Exception e) when (e is HttpRequestException or IOException or System.Net.Sockets.SocketException or TimeoutException or DockerApiException)
            {
                await Task.Delay(100);
            }
        }

        throw new InvalidOperationException($"Engine {number} did not start: {string.Join('\n', File.ReadLines(Path.Combine(Folder(number), "log")).TakeLast(5))}");
    }

    private async Task ImportAsync(int number)
    {
        using var tar = new MemoryStream();
        await using (var writer = new TarWriter(tar, leaveOpen: true))
        {
            await writer.WriteEntryAsync("/bin/busybox", "bin/busybox");
            foreach (var applet in Applets)
            {
                await writer.WriteEntryAsync(new PaxTarEntry(TarEntryType.SymbolicLink, $"bin/{applet}") { LinkName = "busybox" });
            }
        }

        tar.Position = 0;
        using var client = Client(number);
        var parts = Image.Split(':');
        await client.Images.CreateImageAsync(
            new ImagesCreateParameters { FromSrc = "-", Repo = parts[0], Tag = parts[1], Changes = ["CMD [\"/bin/sleep\",\"3600\"]"] }, tar, new AuthConfig(), new Progress<JSONMessage>());
    }
}
