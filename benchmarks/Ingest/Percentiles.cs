using System.Globalization;

namespace Placement.Benchmarks.Ingest;

/// <summary>The answer of a contender for one series.</summary>
internal sealed record Percentiles(string Series, double P50, double P95, double P99)
{
    public static void Save(string path, IEnumerable<Percentiles> answers) =>
        File.WriteAllLines(path, answers.Select(answer => string.Create(CultureInfo.InvariantCulture, $"{answer.Series},{answer.P50:R},{answer.P95:R},{answer.P99:R}")));

    public static IEnumerable<Percentiles> Load(string path) =>
        from line in File.ReadLines(path)
        let parts = line.Split(',')
        select new Percentiles(parts[0], Number(parts[1]), Number(parts[2]), Number(parts[3]));

    /// <summary>The largest relative difference to other answers; infinite when the series differ.</summary>
    public static double Difference(IReadOnlyList<Percentiles> one, IReadOnlyList<Percentiles> two) =>
        one.Count != two.Count || one.Count == 0
            ? double.PositiveInfinity
            : one.Zip(two).Max(pair => pair.First.Series == pair.Second.Series
                ? Math.Max(Relative(pair.First.P50, pair.Second.P50), Math.Max(Relative(pair.First.P95, pair.Second.P95), Relative(pair.First.P99, pair.Second.P99)))
                : double.PositiveInfinity);

    private static double Relative(double one, double two) => Math.Abs(one - two) / Math.Max(Math.Abs(one), Math.Abs(two));

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
