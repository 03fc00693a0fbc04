using System.Globalization;
using Placement.Bounds;
using Placement.Portfolio;
using Placement.Solving;

namespace Placement.Benchmarks.Packing;

/// <summary>Bin packing instances, solved one by one by the portfolio; every bound's certificate is verified.</summary>
internal static class PackingBenchmark
{
    public static int Run(string[] args)
    {
        var arguments = new BenchmarkArguments(args, "instances", "generate", "count", "time-limit", "threads", "work-limit", "seed", "out", "match");
        var instances = arguments.Text("generate") is { } name
            ? PackingClasses.Generate(name, arguments.Integer("count", 2), arguments.Integer("seed", 1))
            : PackingFiles.Read(arguments.Text("instances") ?? throw new ArgumentException("packing needs --instances FILE|DIR|TAR.GZ or --generate CLASS."));
        var options = arguments.Options();
        ResultLine.Header();
        var (solved, proven, certified, seconds) = (0, 0, 0, 0.0);
        foreach (var instance in instances.Where(i => arguments.Text("match") is not { } match || i.Name.Contains(match, StringComparison.Ordinal)))
        {
            var problem = instance.ToProblem();
            var result = new PortfolioSolver().Solve(problem, options);
            var verified = result.Bound.Certificate is not null && CertificateCheck.Proves(problem, result.Bound, out _);
            ResultLine.Write(instance.Name, "bins", result, options.Seed, [new("certificate", result.Bound.Certificate is null ? "none" : verified ? "verified" : "FAILED")]);
            solved++;
            proven += result.Status == SolveStatus.Optimal ? 1 : 0;
            certified += verified ? 1 : 0;
            seconds += result.Elapsed.TotalSeconds;
            if (arguments.Text("out") is { } folder && result.Assignment is { } assignment)
            {
                Directory.CreateDirectory(folder);
                File.WriteAllLines(Path.Combine(folder, instance.Name + ".txt"), Bins(assignment.Nodes).Select(b => b.ToString(CultureInfo.InvariantCulture)));
            }
        }

        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{solved} instances, {proven} proven optimal, {certified} bounds verified by certificate, {seconds:0.0} s"));
        return 0;
    }

    /// <summary>Bins numbered from 0 by first appearance.</summary>
    private static List<int> Bins(ReadOnlySpan<int> nodes)
    {
        var numbers = new Dictionary<int, int>();
        var bins = new List<int>();
        foreach (var node in nodes)
        {
            numbers.TryAdd(node, numbers.Count);
            bins.Add(numbers[node]);
        }

        return bins;
    }
}
