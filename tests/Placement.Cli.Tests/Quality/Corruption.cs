using CsCheck;

namespace Placement.Cli.Tests.Quality;

/// <summary>Something that goes wrong with a feed, at a row.</summary>
/// <param name="Kind">What.</param>
/// <param name="At">The row, modulo the rows that are left.</param>
/// <param name="Amount">How much of it.</param>
internal sealed record Corruption(int Kind, int At, double Amount)
{
    private static readonly string[] NoNumbers = ["NaN", "-1", "", "oops", "1e400", "Infinity", "-"];

    public static readonly Gen<List<Corruption>> Some = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 10_000], Gen.Double[0, 0.999]).Select((kind, at, amount) => new Corruption(kind, at, amount)).List[1, 40];

    public static List<Reading> Apply(List<Reading> clean, List<Corruption> corruptions)
    {
        var rows = clean.ToList();

        // Lower repetitions come last: once the true row is gone, its lower twin is a plausible one that nothing can tell.
        foreach (var corruption in corruptions.OrderBy(corruption => corruption.Kind == 9).TakeWhile(_ => rows.Count > 0))
        {
            corruption.Spoil(rows);
        }

        return rows;
    }

    private void Spoil(List<Reading> rows)
    {
        var at = At % rows.Count;
        var row = rows[at];
        var text = NoNumbers[(int)(Amount * NoNumbers.Length)];
        switch (Kind)
        {
            case 0: // a run of rows is lost
                rows.RemoveRange(at, Math.Min(rows.Count - at, 1 + (int)(Amount * 6)));
                break;
            case 1: // late
                rows.RemoveAt(at);
                rows.Insert((int)(Amount * rows.Count), row);
                break;
            case 2:
                rows[at] = row with { Cpu = "0", Memory = "0" };
                break;
            case 3:
                rows[at] = row with { Cpu = text };
                break;
            case 4:
                rows[at] = row with { Memory = text };
                break;
            case 5: // another time of the window
                rows[at] = row with { Time = Reading.At((int)(Amount * Reading.Slots)) };
                break;
            case 6: // years ahead, or long ago
                rows[at] = row with { Time = Reading.At((Amount - 0.5) * 96 * 2000) };
                break;
            case 7:
                rows[at] = row with { Time = text };
                break;
            case 8:
                rows[at] = row with { Replica = Amount < 0.5 ? "" : "other/7" };
                break;
            default: // once more, and lower
                rows.Insert(Math.Min(rows.Count, at + 1 + (int)(Amount * 5)), int.TryParse(row.Cpu, out var cpu) ? row with { Cpu = $"{(int)(cpu * Amount)}" } : row);
                break;
        }
    }
}
