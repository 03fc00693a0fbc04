using System.Globalization;
using System.Text.Json;

namespace Placement.Scheduling.Processes;

/// <summary>One incarnation on disk: <c>launch.json</c> what was ordered, <c>claim</c> which process leads it, <c>begun</c> that the program runs, <c>exit</c> how it ended.</summary>
internal sealed class IncarnationFolder(OwnerFolder owner, string path, int attempt)
{
    private const string Stopped = "stopped";

    public string Path { get; } = path;

    public int Attempt { get; } = attempt;

    public string FencePath => owner.FencePath;

    public string LogPath => owner.LogOf(ReplicaId, Attempt);

    private string ReplicaId => System.IO.Path.GetFileName(System.IO.Path.GetDirectoryName(Path)!);

    private string ClaimPath => System.IO.Path.Combine(Path, "claim");

    /// <summary>Makes the folder whole or not at all; false if it is there already.</summary>
    public bool TryCreate(LaunchRequest request)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        Directory.CreateDirectory(owner.LogsPath);
        var draft = System.IO.Path.Combine(owner.DraftsPath, System.IO.Path.GetRandomFileName());
#pragma warning disable CA1416 // the launcher cannot be made anywhere but on Linux
        Directory.CreateDirectory(draft, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
#pragma warning restore CA1416
        File.WriteAllBytes(
            System.IO.Path.Combine(draft, "launch.json"),
            JsonSerializer.SerializeToUtf8Bytes(new LaunchRecord { Labels = OwnershipLabels.Of(request), Spec = request.Spec }, ProcessJson.Default.LaunchRecord));
        try
        {
            Directory.Move(draft, Path);
            return true;
        }
        catch (IOException) when (Directory.Exists(Path))
        {
            Directory.Delete(draft, recursive: true);
            return false;
        }
    }

    /// <summary>What was ordered; null if the folder is not ours or is being removed.</summary>
    public LaunchRecord? Order()
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(System.IO.Path.Combine(Path, "launch.json")), ProcessJson.Default.LaunchRecord);
        }
        catch (Exception fault) when (fault is IOException or JsonException)
        {
            return null;
        }
    }

    public bool Claimed => File.Exists(ClaimPath);

    /// <summary>Whether the program was begun, or never will be.</summary>
    public bool Settled => File.Exists(System.IO.Path.Combine(Path, "begun")) || File.Exists(System.IO.Path.Combine(Path, "exit"))
        || (ReadText("claim") is { } claim && (ProcessMark.Parse(claim) is not { } leader || !ProcessTable.IsAlive(leader)));

    /// <summary>The process that leads the incarnation; null if there never was one.</summary>
    public ProcessMark? Leader => ReadText("claim") is { } text ? ProcessMark.Parse(text) : null;

    /// <summary>Whether the shim found a higher generation and ran nothing.</summary>
    public bool WasFenced => ReadText("exit")?.Trim() == ProcessShim.FencedText;

    /// <summary>Keeps any shim that has not begun from ever running the program.</summary>
    public void ClaimForStop()
    {
        if (Claimed || !Directory.Exists(Path))
        {
            return;
        }

        var draft = System.IO.Path.Combine(Path, "claim." + Stopped);
        try
        {
            File.WriteAllText(draft, Stopped);
            File.Move(draft, ClaimPath, overwrite: false); // a hard link, so that exactly one of two claims wins
        }
        catch (IOException) when (Claimed || !Directory.Exists(Path))
        {
            // A shim was first, or another stop removed all of it.
        }
    }

    /// <summary>Looks at the incarnation; null if it is not ours.</summary>
    public ObservedReplica? Observe(string nodeId)
    {
        if (Order() is not { } order || !OwnershipLabels.TryRead(order.Labels, out var identity, out var generation))
        {
            return null;
        }

        ObservedReplica Is(ReplicaState state, ExitReason reason = ExitReason.Unknown, int? code = null) => new()
        {
            NodeId = nodeId,
            Identity = identity,
            Generation = generation,
            State = state,
            ExitReason = reason,
            ExitCode = code,
            Endpoints = state == ReplicaState.Exited ? new Dictionary<int, string>() : order.Spec.Ports.ToDictionary(p => p, p => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{p}")),
        };

        var claim = ReadText("claim");
        var leader = claim is null ? null : ProcessMark.Parse(claim);
        var alive = leader is { } mark && ProcessTable.IsAlive(mark);

        // Read after the leader was looked at: a leader that is gone has written its end before.
        if (ReadText("exit")?.Trim() is { } exit)
        {
            return int.TryParse(exit, NumberStyles.None, CultureInfo.InvariantCulture, out var code)
                ? Is(ReplicaState.Exited, code == 0 ? ExitReason.Completed : code is > 128 and <= 128 + 64 ? ExitReason.Killed : ExitReason.Failed, code)
                : Is(ReplicaState.Exited, ExitReason.CouldNotStart);
        }

        if (leader is { } dead && !alive)
        {
            KillSurvivors(dead, identity); // before it is called ended, nothing of it may run
        }

        return claim is null ? Is(ReplicaState.Starting)
            : alive ? Is(ReplicaState.Running)
            : Is(ReplicaState.Exited, ExitReason.Killed);
    }

    /// <summary>Ends what outlived a leader that was killed from outside; a leader that ends by itself leaves nothing.</summary>
    public static void KillSurvivors(ProcessMark leader, ReplicaIdentity identity)
    {
        foreach (var survivor in ProcessTable.Survivors(leader, "PLACEMENT_REPLICA=" + identity.ReplicaId))
        {
            ProcessTable.KillOne(survivor);
        }
    }

    /// <summary>Removes what is left on disk, the log excepted.</summary>
    public void Remove()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
            Directory.Delete(System.IO.Path.GetDirectoryName(Path)!);
        }
        catch (IOException)
        {
            // Another stop removes it too, or the replica has another attempt.
        }
    }

    private string? ReadText(string name)
    {
        try
        {
            return File.ReadAllText(System.IO.Path.Combine(Path, name));
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
