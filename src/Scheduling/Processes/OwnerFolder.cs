using System.Globalization;

namespace Placement.Scheduling.Processes;

/// <summary>One owner's part of the launcher's folder: <c>fence/GENERATION</c>, <c>replicas/ID/ATTEMPT/</c> and <c>logs/ID.ATTEMPT.log</c>.</summary>
internal sealed class OwnerFolder(string root, string owner)
{
    private readonly string _path = Path.Combine(root, SafeName(owner));

    public string FencePath => Path.Combine(_path, "fence");

    public string DraftsPath => Path.Combine(_path, "drafts");

    public string LogsPath => Path.Combine(_path, "logs");

    private string ReplicasPath => Path.Combine(_path, "replicas");

    /// <summary>Raises the fence to a generation; false if a higher one was here. The highest file name is the fence, so raising it needs no lock.</summary>
    public bool RaiseFence(long generation)
    {
        Directory.CreateDirectory(FencePath);
        var mine = Path.Combine(FencePath, generation.ToString(CultureInfo.InvariantCulture));
        using (new FileStream(mine, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
        {
        }

        var fences = Fences();
        var highest = fences.Max();
        foreach (var old in fences.Where(f => f < highest))
        {
            File.Delete(Path.Combine(FencePath, old.ToString(CultureInfo.InvariantCulture)));
        }

        return highest <= generation;
    }

    /// <summary>Whether no higher generation was here, now.</summary>
    public bool Holds(long generation) => Fences().All(f => f <= generation);

    private List<long> Fences() =>
        [.. Directory.EnumerateFiles(FencePath).Select(f => long.TryParse(Path.GetFileName(f), NumberStyles.None, CultureInfo.InvariantCulture, out var there) ? there : -1)];

    public IncarnationFolder Incarnation(string replicaId, int attempt) =>
        new(this, Path.Combine(ReplicasPath, SafeName(replicaId), attempt.ToString(CultureInfo.InvariantCulture)), attempt);

    /// <summary>The incarnations of one replica, oldest first.</summary>
    public IReadOnlyList<IncarnationFolder> OfReplica(string replicaId)
    {
        var path = Path.Combine(ReplicasPath, SafeName(replicaId));
        try
        {
            return [.. Directory.EnumerateDirectories(path)
                .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var attempt) ? new IncarnationFolder(this, folder, attempt) : null)
                .OfType<IncarnationFolder>().OrderBy(i => i.Attempt)];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    public IReadOnlyList<IncarnationFolder> All() =>
        Directory.Exists(ReplicasPath) ? [.. Directory.EnumerateDirectories(ReplicasPath).Select(r => Path.GetFileName(r)!).Order(StringComparer.Ordinal).SelectMany(OfReplica)] : [];

    public string LogOf(string replicaId, int attempt) => Path.Combine(LogsPath, string.Create(CultureInfo.InvariantCulture, $"{SafeName(replicaId)}.{attempt}.log"));

    /// <summary>Deletes the oldest logs whose replicas are gone.</summary>
    public void TrimLogs(int kept)
    {
        var live = All().Select(i => i.LogPath).ToHashSet(StringComparer.Ordinal);
        foreach (var old in new DirectoryInfo(LogsPath).EnumerateFiles("*.log").Where(f => !live.Contains(f.FullName)).OrderByDescending(f => f.LastWriteTimeUtc).Skip(kept).ToList())
        {
            old.Delete();
        }
    }

    /// <summary>Names come from specifications and become paths: nothing may lead out of the folder.</summary>
    private static string SafeName(string name) =>
        name.Length is > 0 and <= 200 && name[0] != '.' && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')
            ? name
            : throw new ArgumentException($"'{name}' cannot be the name of an owner or a replica here: 1 to 200 letters, digits, '.', '-' and '_', not beginning with '.'.", nameof(name));
}
