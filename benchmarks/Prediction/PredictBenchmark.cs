using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Placement.Telemetry.Prediction;

namespace Placement.Benchmarks.Prediction;

/// <summary>Benchmark <c>predict</c>: nodes packed by each predictor, and whether the stated risk is kept on time that it has not seen.</summary>
internal static class PredictBenchmark
{
    private const string Usage = "usage: predict [--planetlab DAY.csv.gz]... [--bitbrains FOLDER] [--alibaba machine_usage_sample.csv.gz] [--slots]";

    private static readonly double[] Risks = [0.05, 0.01, 0.001];

    /// <summary>Shares of what is seen that checks plan on.</summary>
    private static readonly double[] Folds = [0.5, 2.0 / 3];

    private static readonly IPeakPredictor[] OnTheSum =
    [
        new MaxPredictor(), new PercentilePredictor(), new SigmaPredictor(), new SigmaPredictor(5), new DecayingHistogramPredictor(), new SeasonalPredictor(),
        new EnsemblePredictor(new SigmaPredictor(), new PercentilePredictor()),
    ];

    private static readonly IPeakPredictor[] OnEachMember = [new BorgDefaultPredictor(), new ResourceCentralPredictor()];

    /// <summary>Gets what the recommended predictor raises until it keeps its risk.</summary>
    private static EnsemblePredictor Recommended => new EnsemblePredictor(new SigmaPredictor(), new PercentilePredictor());

    public static int Run(string[] args)
    {
        var sets = new List<UsageSet>();
        var slots = false;
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--planetlab" when i + 1 < args.Length:
                    sets.Add(UsageSet.PlanetLab(args[++i]));
                    break;
                case "--bitbrains" when i + 1 < args.Length:
                    sets.Add(UsageSet.Bitbrains(args[++i]));
                    break;
                case "--alibaba" when i + 1 < args.Length:
                    sets.Add(UsageSet.Alibaba(args[++i]));
                    break;
                case "--slots":
                    slots = true;
                    break;
                default:
                    Console.Error.WriteLine(Usage);
                    return 2;
            }
        }

        if (sets.Count == 0)
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        foreach (var set in sets)
        {
            Compare(set);
        }

        if (slots)
        {
            SlotPacking.Compare([.. sets.Where(set => set.Name.StartsWith("planetlab", StringComparison.Ordinal))]);
        }

        return 0;
    }

    private static void Compare(UsageSet set)
    {
        var baseline = PackByP99(set, set.Seen);
        Console.Error.WriteLine($"\n{set.Name}: {set.Usage.Length} replicas, {set.Seen} of {set.Usage[0].Length} slots seen; packing by the sum of p99 needs {baseline.NodeCount} nodes, overload {100 * Unseen(baseline, set):F3} %");
        Console.Error.WriteLine("predictor            risk %   nodes  saved %  violations %  kept  seconds");
        foreach (var risk in Risks)
        {
            var request = new PeakRequest(risk, set.Interval);
            foreach (var predictor in OnTheSum)
            {
                Report(set, predictor.Name, risk, baseline, () => PackBySum(set, set.Seen, predictor, request));
            }

            foreach (var predictor in OnEachMember)
            {
                Report(set, predictor.Name, risk, baseline, () => PackByMember(set, predictor, request));
            }

            Report(set, "calibrated", risk, baseline, () => PackCalibrated(set, request));
        }
    }

    private static NodePacking PackBySum(UsageSet set, int seen, IPeakPredictor predictor, PeakRequest request) =>
        NodePacking.Pack(set, seen, (_, sum) => predictor.PredictPeak(sum, request) <= set.NodeCapacity);

    private static NodePacking PackByMember(UsageSet set, IPeakPredictor predictor, PeakRequest request)
    {
        var peaks = set.Usage.Select((usage, i) => predictor.PredictPeak(usage.AsSpan(0, set.Seen), request with { Limit = set.Limits[i] })).ToArray();
        return PackBySize(set, set.Seen, peaks);
    }

    /// <summary>The fewest nodes of three: by the largest factor learnt on parts of what is seen, by p99 if that keeps the risk on the same parts, and by limits, which nobody exceeds: the one left where no part can vouch for so rare a risk.</summary>
    private static NodePacking PackCalibrated(UsageSet set, PeakRequest request)
    {
        var strictest = Folds.Select(share => Learn(set, (int)(set.Seen * share), request)).MaxBy(predictor => predictor.Factor)!;
        List<NodePacking> safe = [PackByLimit(set)];
        if (double.IsFinite(strictest.Factor))
        {
            safe.Add(PackBySum(set, set.Seen, strictest, request));
        }

        if (Folds.All(share => KeepsRisk(set, (int)(set.Seen * share), request)))
        {
            safe.Add(PackByP99(set, set.Seen));
        }

        return safe.MinBy(packing => packing.NodeCount)!;
    }

    /// <summary>Packs on a part of what is seen and learns from what the rest of it did to those nodes. A node that was left half empty teaches nothing about full ones.</summary>
    private static CalibratedPredictor Learn(UsageSet set, int part, PeakRequest request)
    {
        var nodes = PackBySum(set, part, Recommended, request).Sums(set).Select(sum => sum[..set.Seen]).ToList();
        var full = nodes.FindAll(sum => Recommended.PredictPeak(sum.AsSpan(0, part), request) > 0.5 * set.NodeCapacity);
        return CalibratedPredictor.Learn(Recommended, full.Count > 0 ? full : nodes, request, part);
    }

    private static NodePacking PackByP99(UsageSet set, int seen) =>
        PackBySize(set, seen, [.. set.Usage.Select(usage => NodePacking.Percentile(usage.AsSpan(0, seen), 0.99))]);

    /// <summary>Nobody uses more than the limit, or than was used without one.</summary>
    private static NodePacking PackByLimit(UsageSet set) =>
        PackBySize(set, set.Seen, [.. set.Usage.Select((usage, i) => Math.Max(set.Limits[i], NodePacking.Percentile(usage.AsSpan(0, set.Seen), 1)))]);

    private static NodePacking PackBySize(UsageSet set, int seen, double[] sizes) =>
        NodePacking.Pack(set, seen, (members, _) => members.Sum(i => sizes[i]) <= set.NodeCapacity);

    /// <summary>Whether packing by p99 on a part of what is seen keeps the risk on the rest of it.</summary>
    private static bool KeepsRisk(UsageSet set, int part, PeakRequest request) =>
        RiskQuantile.Of([.. PackByP99(set, part).Sums(set).Select(sum => sum[part..set.Seen])], request.Risk) <= set.NodeCapacity;

    private static double Unseen(NodePacking packing, UsageSet set) => packing.OverloadShare(set, set.Seen, set.Usage[0].Length);

    private static void Report(UsageSet set, string name, double risk, NodePacking baseline, Func<NodePacking> pack)
    {
        var watch = Stopwatch.StartNew();
        var packing = pack();
        var seconds = watch.Elapsed.TotalSeconds;
        var violations = Unseen(packing, set);
        var saved = 1 - (packing.NodeCount / (double)baseline.NodeCount);
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name,-20} {100 * risk,6:0.##} {packing.NodeCount,7} {100 * saved,8:F1} {100 * violations,13:F3}  {(violations <= risk ? "yes" : "no"),-4} {seconds,8:F2}"));
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("benchmark", "predict");
            json.WriteString("name", set.Name);
            json.WriteString("predictor", name);
            json.WriteNumber("risk", risk);
            json.WriteNumber("nodes", packing.NodeCount);
            json.WriteNumber("nodesP99", baseline.NodeCount);
            json.WriteNumber("violationRate", violations);
            json.WriteBoolean("kept", violations <= risk);
            json.WriteNumber("seconds", seconds);
            json.WriteEndObject();
        }

        Console.Out.WriteLine(Encoding.UTF8.GetString(stream.ToArray()));
    }
}
