using System.Globalization;

namespace Placement.Benchmarks.Packing;

/// <summary>
/// The one-dimensional classes as their papers define them: Falkenauer 1996 (doi:10.1007/BF00226291), Scholl, Klein and Juergens 1997
/// (doi:10.1016/S0305-0548(96)00082-2), Schwerin and Waescher 1997 (doi:10.1111/j.1475-3995.1997.tb00093.x).
/// </summary>
internal static class PackingClasses
{
    public static IEnumerable<PackingInstance> Generate(string name, int count, int seed)
    {
        var random = new Random(seed);
        return name switch
        {
            "falkenauer-u" => Each([120, 250, 500], count, (n, i) => Uniform($"u{n}_{i:00}", 150, n, 20, 100, random)),
            "falkenauer-t" => Each([60, 120, 249, 501], count, (n, i) => Triplets($"t{n}_{i:00}", n, random)),
            "scholl1" =>
                from n in new[] { 50, 100, 200, 500 }
                from c in new[] { 100, 120, 150 }
                from low in new[] { 1, 20, 30 }
                from i in Enumerable.Range(0, count)
                select Uniform(string.Create(CultureInfo.InvariantCulture, $"N{n}C{c}W{low}_{i:00}"), c, n, low, 100, random),
            "scholl2" =>
                from n in new[] { 50, 100, 200, 500 }
                from parts in new[] { 3, 5, 7, 9 }
                from spread in new[] { 20, 50, 90 }
                from i in Enumerable.Range(0, count)
                select Around(string.Create(CultureInfo.InvariantCulture, $"N{n}W{parts}B{spread}R{i}"), n, 1000 / parts, spread, random),
            "scholl3" => Each([200], count, (n, i) => Uniform($"HARD{i}", 100_000, n, 20_000, 35_000, random)),
            "schwerin" => Each([100, 120], count, (n, i) => Uniform($"Schwerin{n}_{i:00}", 1000, n, 150, 200, random)),
            _ => throw new ArgumentException($"There is no class '{name}'; known: falkenauer-u, falkenauer-t, scholl1, scholl2, scholl3, schwerin."),
        };
    }

    private static IEnumerable<PackingInstance> Each(int[] sizes, int count, Func<int, int, PackingInstance> make) =>
        sizes.SelectMany(n => Enumerable.Range(0, count).Select(i => make(n, i)));

    private static PackingInstance Uniform(string name, long capacity, int n, int low, int high, Random random) =>
        new(name, [capacity], [.. Enumerable.Range(0, n).Select(_ => new long[] { random.Next(low, high + 1) })]);

    private static PackingInstance Around(string name, int n, int mean, int spread, Random random)
    {
        var (low, high) = (mean - (mean * spread / 100), mean + (mean * spread / 100));
        return Uniform(name, 1000, n, Math.Max(1, low), high, random);
    }

    /// <summary>Bins filled to the last unit by three items: the first from 380 to 490, the second from 250 to half of the rest.</summary>
    private static PackingInstance Triplets(string name, int n, Random random)
    {
        var items = new List<long[]>();
        for (var bin = 0; bin < n / 3; bin++)
        {
            var first = random.Next(380, 491);
            var second = random.Next(250, ((1000 - first) / 2) + 1);
            items.AddRange([[first], [second], [1000 - first - second]]);
        }

        var shuffled = items.ToArray();
        random.Shuffle(shuffled);
        return new(name, [1000], shuffled);
    }
}
