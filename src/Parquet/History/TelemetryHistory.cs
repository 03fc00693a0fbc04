using Placement.Telemetry.Profiles;
using Placement.Telemetry.Quality;
using Placement.Telemetry.Samples;

namespace Placement.Parquet.History;

/// <summary>Keeps samples in a folder of Parquet files, round by round, for as long as they are wanted. One writer at a time; any number of <see cref="HistorySource"/> may read meanwhile.</summary>
/// <remarks>
/// A round is kept as a whole or not at all, whenever the process is killed: it is written under another name, flushed to the disk, and renamed. Samples are kept as the feed gave them
/// and judged when they are read, by the rules of that time; only those dated ahead of the clock are left out, since later nothing could tell them from true ones.
/// </remarks>
public sealed class TelemetryHistory : IDisposable
{
    private const string LockName = "writer.lock";

    private static readonly TimeSpan FutureTolerance = new ProfileOptions().FutureTolerance;

    private readonly string _folder;
    private readonly FileStream _lock;
    private readonly TimeProvider _clock;
    private readonly Action<string> _before;
    private long _next;

    private TelemetryHistory(string folder, FileStream writing, TimeProvider clock, Action<string> before) => (_folder, _lock, _clock, _before) = (folder, writing, clock, before);

    /// <summary>Gets what the latest round said.</summary>
    public HistoryMark Mark { get; private set; } = new();

    /// <summary>Gets whether there is no round yet.</summary>
    public bool IsEmpty => _next == 0;

    /// <summary>Makes a source of the latest round alone, for profiles that grow with the history. Read it before <see cref="TidyAsync"/>.</summary>
    /// <exception cref="InvalidOperationException">There is no round yet.</exception>
    public HistorySource Latest() => !IsEmpty ? new(_folder) { Only = Path.Combine(_folder, HistoryFolder.NameOf(_next - 1, _next - 1)) } : throw new InvalidOperationException($"{_folder} holds no round yet.");

    /// <summary>Opens a history to add to it; makes the folder if needed.</summary>
    /// <param name="folder">A folder of its own.</param>
    /// <param name="timeProvider">Tells what lies in the future; <see langword="null"/> for the system's clock.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    /// <exception cref="InvalidTelemetryException">The folder holds other things, or a damaged file, or another writer has it.</exception>
    public static Task<TelemetryHistory> OpenAsync(string folder, TimeProvider? timeProvider = null, CancellationToken cancellationToken = default) =>
        OpenAsync(folder, timeProvider, static _ => { }, cancellationToken);

    /// <param name="folder">A folder of its own.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="before">Told what is about to be done to a file: a test that throws there has killed the process.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    internal static async Task<TelemetryHistory> OpenAsync(string folder, TimeProvider? timeProvider, Action<string> before, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        if (File.Exists(folder))
        {
            throw new InvalidTelemetryException($"{folder} is a file; a history is a folder.");
        }

        Directory.CreateDirectory(folder);
        var history = new TelemetryHistory(folder, Lock(folder), timeProvider ?? TimeProvider.System, before);
        try
        {
            if (HistoryFolder.List(folder).Counting is [.., var newest])
            {
                var file = await HistoryFile.OpenAsync(newest.Path, cancellationToken).ConfigureAwait(false);
                await using var closing = file.ConfigureAwait(false);
                (history.Mark, history._next) = (file.Footer.Mark, newest.Last + 1);
            }
            else if (Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName).FirstOrDefault(name => name != LockName && !name!.EndsWith(HistoryFolder.Unfinished, StringComparison.Ordinal)) is { } other)
            {
                throw new InvalidTelemetryException($"{folder} holds {other} and no history. Give a folder that is empty or does not exist.");
            }

            return history;
        }
        catch
        {
            history.Dispose();
            throw;
        }
    }

    /// <summary>Adds a round. When this returns, its samples are kept.</summary>
    /// <param name="session">Names the series of the batches and knows their capacities, which are kept with them.</param>
    /// <param name="batches">The samples; disposed here. When reading them fails, nothing of the round is kept.</param>
    /// <param name="mark">What holds from this round on. The start of the history never goes back, since what was before it may be gone.</param>
    /// <param name="cancellationToken">Stops the round; nothing of it is kept.</param>
    public async Task<HistoryRound> AppendAsync(IngestSession session, IAsyncEnumerable<SampleBatch> batches, HistoryMark mark, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(batches);
        ArgumentNullException.ThrowIfNull(mark);
        mark = mark with { KeepFrom = mark.KeepFrom > Mark.KeepFrom ? mark.KeepFrom : Mark.KeepFrom };
        var (path, future, names) = (Path.Combine(_folder, HistoryFolder.NameOf(_next, _next)), 0L, new HashSet<int>());
        _before("write");
        var writer = await HistoryWriter.CreateAsync(path + HistoryFolder.Unfinished, cancellationToken).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            var latest = (_clock.GetUtcNow() + FutureTolerance).ToUnixTimeMilliseconds();
            var numbers = new HistoryNumbers(session, writer);
            await foreach (var batch in batches.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                using (batch)
                {
                    numbers.Begin(batch);
                    for (var i = 0; i < batch.Count; i++)
                    {
                        if (batch.Times[i] > latest || batch.Times[i] < DateTimeOffset.MinValue.ToUnixTimeMilliseconds())
                        {
                            future++;
                            continue;
                        }

                        names.Add(batch.Series[i]);
                        writer.Add(numbers.Of(batch.Series[i]), batch.Times[i], batch.Values[i]);
                    }

                    if (await writer.FlushWhenFullAsync(cancellationToken).ConfigureAwait(false))
                    {
                        numbers = new HistoryNumbers(session, writer);
                    }
                }
            }

            if (writer.Count == 0)
            {
                return new() { Samples = 0, Series = 0, Future = future };
            }

            await writer.CompleteAsync(mark, cancellationToken).ConfigureAwait(false);
        }

        Rename(path);
        (Mark, _next) = (mark, _next + 1);
        return new() { Samples = writer.Count, Series = names.Count, Future = future };
    }

    /// <summary>Takes away what is no longer part of the history, and joins small files. What a reader sees does not change. May be left out, and is best done after each round.</summary>
    /// <exception cref="InvalidTelemetryException">A file is damaged.</exception>
    public async Task TidyAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var (segments, stale) = HistoryFolder.List(_folder);
            stale.ForEach(Delete);
            var files = await HistoryFolder.OpenAllAsync(_folder, cancellationToken).ConfigureAwait(false);
            try
            {
                var keepFrom = Mark.KeepFrom.ToUnixTimeMilliseconds();
                foreach (var (segment, _) in segments.Zip(files).SkipLast(1).Where(pair => pair.Second.Footer.Last < keepFrom))
                {
                    Delete(segment.Path);
                }

                var kept = segments.Zip(files).Where((pair, i) => i == segments.Count - 1 || pair.Second.Footer.Last >= keepFrom).ToList();
                if (HistoryJoin.Choose(kept, keepFrom) is not { Count: > 0 } chosen)
                {
                    return;
                }

                var path = Path.Combine(_folder, HistoryFolder.NameOf(chosen[0].Segment.First, chosen[^1].Segment.Last));
                _before("write");
                await HistoryJoin.WriteAsync(path + HistoryFolder.Unfinished, [.. chosen.Select(one => one.File)], keepFrom, cancellationToken).ConfigureAwait(false);
                Rename(path);
            }
            finally
            {
                await HistoryFolder.CloseAsync(files).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Lets another write.</summary>
    public void Dispose() => _lock.Dispose();

    private static FileStream Lock(string folder)
    {
        try
        {
            return new FileStream(Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error)
        {
            throw new InvalidTelemetryException($"{folder} is being written to by another process; one at a time may.", error);
        }
    }

    private void Rename(string path)
    {
        _before("rename");
        File.Move(path + HistoryFolder.Unfinished, path, overwrite: true);
    }

    private void Delete(string path)
    {
        _before("delete");
        File.Delete(path);
    }
}
