using System.Globalization;
using Placement.Benchmarks.PlanetLab;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;

// One entry a benchmark, each in the folder of its name.
var benchmarks = new SortedDictionary<string, Func<string[], int>>(StringComparer.Ordinal)
{
    ["consolidate"] = Placement.Benchmarks.Consolidate.ConsolidateBenchmark.Run,
    ["migrate"] = Placement.Benchmarks.Migrating.MigrateBenchmark.Run,
    ["packing"] = Placement.Benchmarks.Packing.PackingBenchmark.Run,
    ["roadef"] = Placement.Benchmarks.Roadef.RoadefBenchmark.Run,
    ["planetlab"] = PlanetLabBenchmark.Run,
    ["history"] = Placement.Benchmarks.History.HistoryBenchmark.Run,
    ["ingest"] = Placement.Benchmarks.Ingest.IngestBenchmark.Run,
    ["scale"] = Placement.Benchmarks.Scale.ScaleBenchmark.Run,
    ["micro"] = Placement.Benchmarks.Micro.MicroBenchmark.Run,
    ["simulate"] = Placement.Benchmarks.Online.SimulateCommand.Run,
    ["online"] = Placement.Benchmarks.Online.OnlineBenchmark.Run,
    ["predict"] = Placement.Benchmarks.Prediction.PredictBenchmark.Run,
    ["openb"] = Placement.Benchmarks.Openb.OpenbBenchmark.Run,
};

if (args.Length == 0 || !benchmarks.TryGetValue(args[0], out var run))
{
    Console.Error.WriteLine($"usage: dotnet run -c Release --project benchmarks -- NAME ...   NAME: {string.Join(", ", benchmarks.Keys)}");
    return 2;
}

try
{
    return run(args[1..]);
}
catch (Exception e) when (e is ArgumentException or FormatException or OverflowException or IOException or UnauthorizedAccessException or InvalidDataException)
{
    Console.Error.WriteLine("error: " + e.Message);
    return 2;
}
