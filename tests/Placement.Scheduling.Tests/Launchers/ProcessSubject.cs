using System.Diagnostics;
using System.Globalization;
using Placement.Testing;

namespace Placement.Scheduling.Tests.Launchers;

/// <summary>The process launcher under the conformance kit: real child processes, looked at through /proc.</summary>
public sealed class ProcessSubject : LauncherSubject, IDisposable
{
    private readonly List<Process> _foreign = [];

    public string Folder { get; } = Directory.CreateTempSubdirectory("placement-processes-").FullName;

    public override string NodeId => "here";

    public ProcessOptions Options => new() { NodeId = NodeId, Folder = Folder, PollInterval = TimeSpan.FromMilliseconds(50) };

    public override IWorkloadLauncher Connect() => new ProcessLauncher(Options);

    public override ServiceSpec? Spec(TestProgram program) => program == TestProgram.OutOfMemory ? null : new ServiceSpec
    {
        Name = "web",
        Command = program switch
        {
            TestProgram.Ends => ["sh", "-c", "exit $CODE"],
            TestProgram.Stubborn => ["sh", "-c", "trap '' TERM; while true; do sleep 1; done"],
            TestProgram.Absent => ["/nowhere/absent"],
            _ => ["sleep", "600"],
        },
        CpuMillicores = 100,
        MemoryBytes = 1 << 20,
    };

    /// <summary>The least of several looks: a shim that comes late has short-lived children of its own before it yields.</summary>
    public override async Task<int> CountRunningAsync(string owner, string replicaId, CancellationToken cancellationToken)
    {
        var least = ProgramsOf(owner, replicaId).Count;
        for (var look = 0; look < 5 && least > 0; look++)
        {
            await Task.Delay(40, cancellationToken);
            least = Math.Min(least, ProgramsOf(owner, replicaId).Count);
        }

        return least;
    }

    public override Task KillAsync(string owner, string replicaId, CancellationToken cancellationToken)
    {
        using var program = Process.GetProcessById(ProgramsOf(owner, replicaId).Single());
        program.Kill();
        return Task.CompletedTask;
    }

    /// <summary>A process with the variables of a replica, and a folder that nobody ordered.</summary>
    public override Task<Func<Task<bool>>?> StartForeignAsync(string owner, string replicaId, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("sleep", ["600"]);
        start.Environment["PLACEMENT_REPLICA"] = replicaId;
        var foreign = Process.Start(start)!;
        _foreign.Add(foreign);
        var folder = Directory.CreateDirectory(Path.Combine(Folder, owner, "replicas", replicaId, "1")).FullName;
        File.WriteAllText(Path.Combine(folder, "claim"), $"{foreign.Id} 1 somewhere");
        return Task.FromResult<Func<Task<bool>>?>(() => Task.FromResult(!foreign.HasExited && Directory.Exists(folder)));
    }

    /// <summary>The programs that run for a replica: processes with its variables that a shim started, the shim itself not counted.</summary>
    internal static List<int> ProgramsOf(string owner, string replicaId)
    {
        var shims = new List<int>();
        var parents = new Dictionary<int, int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            {
                continue;
            }

            try
            {
                var stat = File.ReadAllText($"/proc/{id}/stat");
                var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
                if (fields[0] == "Z")
                {
                    continue;
                }

                parents[id] = int.Parse(fields[1], CultureInfo.InvariantCulture);
                var words = File.ReadAllText($"/proc/{id}/cmdline").Split('\0');
                if (words.Contains("placement-shim") && words.Any(w => w.Contains($"/{owner}/replicas/{replicaId}/", StringComparison.Ordinal)))
                {
                    shims.Add(id);
                }
            }
            catch (IOException)
            {
                // It ended meanwhile.
            }
        }

        return [.. parents.Where(p => shims.Contains(p.Value)).Select(p => p.Key)];
    }

    public void Dispose()
    {
        foreach (var foreign in _foreign)
        {
            foreign.Kill();
            foreign.Dispose();
        }

        Directory.Delete(Folder, recursive: true);
    }
}
