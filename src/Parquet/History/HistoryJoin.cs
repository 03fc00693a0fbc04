namespace Placement.Parquet.History;

/// <summary>Joins neighbouring files into one, so that a sample is rewritten a few times only and yet a history is a few dozen files.</summary>
internal static class HistoryJoin
{
    /// <summary>Files of about the same number of rounds that become one.</summary>
    private const int Files = 16;

    /// <summary>The share of the history that one file may span: what has become too old goes by whole files, so the disk holds at most that much more.</summary>
    private const int Share = 7;

    /// <summary>Finds the first files to join, none when there are too few.</summary>
    public static List<(HistorySegment Segment, HistoryFile File)> Choose(List<(HistorySegment Segment, HistoryFile File)> kept, long keepFrom)
    {
        for (var at = 0; at + Files <= kept.Count; at++)
        {
            var run = kept.GetRange(at, Files);
            var span = run.Max(one => one.File.Footer.Last) - run.Min(one => one.File.Footer.First);
            if (run.All(one => Rank(one.Segment) == Rank(run[0].Segment)) && span <= (kept[^1].File.Footer.Last - keepFrom) / Share)
            {
                return run;
            }
        }

        return [];
    }

    /// <summary>Writes the samples of several files as one, without those that are no longer part of the history.</summary>
    public static async Task WriteAsync(string path, IReadOnlyList<HistoryFile> files, long keepFrom, CancellationToken cancellationToken)
    {
        var writer = await HistoryWriter.CreateAsync(path, cancellationToken).ConfigureAwait(false);
        await using var closing = writer.ConfigureAwait(false);
        foreach (var file in files)
        {
            for (var group = 0; group < file.Groups; group++)
            {
                var rows = await file.ReadAsync(group, null, cancellationToken).ConfigureAwait(false);
                var numbers = rows.Series.Select(writer.NumberOf).ToArray();
                for (var row = 0; row < rows.Count; row++)
                {
                    if (rows.Times[row] >= keepFrom)
                    {
                        writer.Add(numbers[rows.SeriesOf[row]], rows.Times[row], rows.Values[row]);
                    }
                }

                await writer.FlushWhenFullAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        var mark = files[^1].Footer.Mark;
        await writer.CompleteAsync(mark with { Interval = files.All(file => file.Footer.Mark.Interval == mark.Interval) ? mark.Interval : null }, cancellationToken).ConfigureAwait(false);
    }

    private static int Rank(HistorySegment segment) => (int)Math.Log(segment.Last - segment.First + 1, Files);
}
