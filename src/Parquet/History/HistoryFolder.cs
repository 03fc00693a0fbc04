using System.Globalization;
using Placement.Telemetry.Quality;

namespace Placement.Parquet.History;

/// <summary>The files of a history. Each is named by the rounds that it holds, the first and the last; one whose rounds another holds as well counts no more.</summary>
/// <remarks>That makes every change one rename: of a round that was written, or of several files joined. Whatever else a kill leaves behind is ignored, and taken away later.</remarks>
internal static class HistoryFolder
{
    public const string Ending = ".parquet";

    /// <summary>Ends the name of a file that is being written.</summary>
    public const string Unfinished = ".unfinished";

    public static string NameOf(long first, long last) => string.Create(CultureInfo.InvariantCulture, $"{first:D12}-{last:D12}{Ending}");

    /// <summary>The files that count, by round, and those that do not.</summary>
    public static (List<HistorySegment> Counting, List<string> Stale) List(string folder)
    {
        var (counting, stale) = (new List<HistorySegment>(), Directory.EnumerateFiles(folder, "*" + Unfinished).ToList());
        var all = Directory.EnumerateFiles(folder, "*" + Ending).Select(HistorySegment.Parse).OfType<HistorySegment>();
        foreach (var segment in all.OrderBy(segment => segment.First).ThenByDescending(segment => segment.Last))
        {
            if (counting.Count > 0 && segment.Last <= counting[^1].Last)
            {
                stale.Add(segment.Path);
            }
            else
            {
                counting.Add(segment);
            }
        }

        return (counting, stale);
    }

    /// <summary>Opens all files that count. When one goes away between being listed and opened, its rounds are in another by then.</summary>
    /// <exception cref="InvalidTelemetryException">The folder is none, or a file in it is not readable.</exception>
    public static async Task<IReadOnlyList<HistoryFile>> OpenAllAsync(string folder, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder))
        {
            throw new InvalidTelemetryException(File.Exists(folder) ? $"{folder} is a file; a history is a folder." : $"There is no folder {folder}.");
        }

        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var open = new List<HistoryFile>();
            try
            {
                foreach (var segment in List(folder).Counting)
                {
                    open.Add(await HistoryFile.OpenAsync(segment.Path, cancellationToken).ConfigureAwait(false));
                }

                return open;
            }
            catch (FileNotFoundException)
            {
                await CloseAsync(open).ConfigureAwait(false);
            }
            catch
            {
                await CloseAsync(open).ConfigureAwait(false);
                throw;
            }
        }
    }

    public static async Task CloseAsync(IEnumerable<HistoryFile> files)
    {
        foreach (var file in files)
        {
            await file.DisposeAsync().ConfigureAwait(false);
        }
    }
}
