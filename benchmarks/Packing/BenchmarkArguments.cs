using System.Globalization;

namespace Placement.Benchmarks.Packing;

/// <summary>The options of a benchmark as <c>--name value</c> pairs.</summary>
internal sealed class BenchmarkArguments
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public BenchmarkArguments(string[] args, params string[] known)
    {
        for (var i = 0; i < args.Length; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal) || !known.Contains(args[i][2..]))
            {
                throw new ArgumentException($"Unknown option '{args[i]}'; known: {string.Join(", ", known.Select(k => "--" + k))}.");
            }

            if (i + 1 == args.Length)
            {
                throw new ArgumentException($"Option '{args[i]}' needs a value.");
            }

            _values[args[i][2..]] = args[++i];
        }
    }

    public string? Text(string name) => _values.GetValueOrDefault(name);

    public double Number(string name, double otherwise) => _values.TryGetValue(name, out var text) ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    public int Integer(string name, int otherwise) => _values.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    public Solving.SolveOptions Options() => new()
    {
        TimeLimit = TimeSpan.FromSeconds(Number("time-limit", 60)),
        Threads = Integer("threads", 2),
        WorkLimit = Integer("work-limit", int.MaxValue) is < int.MaxValue and var work ? work : long.MaxValue,
        Seed = Integer("seed", 1),
    };
}
