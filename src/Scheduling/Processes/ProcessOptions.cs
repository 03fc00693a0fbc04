using Placement.Model;

namespace Placement.Scheduling;

/// <summary>How replicas run as plain processes of this machine, which is then one node of the fleet.</summary>
public sealed record ProcessOptions
{
    /// <summary>Gets the node's id, stable over restarts.</summary>
    /// <value>The default is the machine's name.</value>
    public string NodeId { get; init; } = System.Environment.MachineName;

    /// <summary>Gets the folder that says what runs here: it must survive restarts of the host, and is the launcher's own.</summary>
    /// <value>The default is <c>placement</c> in the user's local application data.</value>
    public string Folder { get; init; } = Path.Combine(System.Environment.GetFolderPath(System.Environment.SpecialFolder.LocalApplicationData), "placement");

    /// <summary>Gets the working directory of the replicas.</summary>
    /// <value>The default is that of the host.</value>
    public string WorkingDirectory { get; init; } = System.Environment.CurrentDirectory;

    /// <summary>Gets the names of the host's own variables that a replica inherits; a service's variables win over them.</summary>
    /// <value>The default is PATH, HOME, USER, LANG, TZ and TMPDIR: what else the host knows may be secret.</value>
    public IReadOnlyList<string> InheritedVariables { get; init; } = ["PATH", "HOME", "USER", "LANG", "TZ", "TMPDIR"];

    /// <summary>Gets how often the replicas are looked at; children of this host are noticed at once.</summary>
    /// <value>10 ms to 1 minute; the default is 250 ms.</value>
    public TimeSpan PollInterval { get; init => field = Between(value, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1)); } = TimeSpan.FromMilliseconds(250);

    /// <summary>Gets how often the node tells that it lives.</summary>
    /// <value>10 ms to 1 minute, and well below a quarter of the scheduler's node timeout; the default is 2 s.</value>
    public TimeSpan HeartbeatInterval { get; init => field = Between(value, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1)); } = TimeSpan.FromSeconds(2);

    /// <summary>Gets how many logs of replicas that are gone are kept, the newest ones.</summary>
    /// <value>0 to 100,000; the default is 200.</value>
    public int LogsKept { get; init => field = value is >= 0 and <= 100_000 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "LogsKept must be from 0 to 100,000."); } = 200;

    /// <summary>Gets the CPU offered to replicas, in millicores; <see langword="null"/> offers what the machine has less <see cref="ReservedCpuMillicores"/>.</summary>
    public long? CpuMillicores { get; init; }

    /// <summary>Gets the memory offered to replicas, in bytes; <see langword="null"/> offers what the machine has less <see cref="ReservedMemoryBytes"/>.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>Gets the CPU that the machine keeps for itself, in millicores. At least 0; the default is 0.</summary>
    public long ReservedCpuMillicores { get; init; }

    /// <summary>Gets the memory that the machine keeps for itself, in bytes. At least 0; the default is 0.</summary>
    public long ReservedMemoryBytes { get; init; }

    /// <summary>Gets the labels of the node.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(0);

    /// <summary>Gets the taints of the node.</summary>
    public IReadOnlyList<Taint> Taints { get; init; } = [];

    private static TimeSpan Between(TimeSpan value, TimeSpan least, TimeSpan most) =>
        value >= least && value <= most ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"The time must be from {least} to {most}.");
}
