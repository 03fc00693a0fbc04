using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Placement.Benchmarks.PlanetLab.Policies;
using Placement.Telemetry.Prediction;

namespace Placement.Benchmarks.PlanetLab;

/// <summary>Benchmark <c>planetlab</c>: dynamic consolidation of a day of real VMs, published policies and ours, in three set-ups.</summary>
internal static class PlanetLabBenchmark
{
    private const string Usage = """
        usage: planetlab --day FILE.csv.gz [--day ...] [--policy NAME[:PARAMETER],...|all] [--setup NAME|all] [--risk SHARE]
          policies  npa dvfs thr:0.8 iqr:1.5 mad:2.5 lr:1.2 lrr:1.2 ours; the parameters shown are the published ones and the defaults
          set-ups   compatible clean clean-memory (all); compatible-3.0.3 clean-3.0 clean-memory-3.0 change the version of the simulator
        """;

    public static IReadOnlyList<string> PolicyNames { get; } = ["npa", "dvfs", "thr", "iqr", "mad", "lr", "lrr", "ours"];

    /// <summary>Makes a policy from its name and, after a colon, its parameter.</summary>
    public static IConsolidationPolicy Policy(string text, ExperimentSetup setup, double? risk = null)
    {
        var name = text.Split(':')[0];
        double? parameter = null;
        if (name.Length < text.Length)
        {
            parameter = double.TryParse(text[(name.Length + 1)..], CultureInfo.InvariantCulture, out var number) && number > 0
                ? number
                : throw new ArgumentException($"Policy '{text}': a parameter is a number above 0, as in thr:0.8.");
        }

        return name switch
        {
            "npa" => new FirstFit(name, alwaysFullPower: true),
            "dvfs" => new FirstFit(name, alwaysFullPower: false),
            "thr" => new PowerAwareBestFit(text, new StaticThreshold(parameter ?? 0.8)),
            "iqr" => new PowerAwareBestFit(text, SpreadThreshold.InterQuartileRange(parameter ?? 1.5)),
            "mad" => new PowerAwareBestFit(text, SpreadThreshold.MedianAbsoluteDeviation(parameter ?? 2.5)),
            "lr" => new PowerAwareBestFit(text, new LocalRegression(setup.StalePower, parameter ?? LocalRegression.PublishedSafety)),
            "lrr" when setup.StalePower => new PowerAwareBestFit(text, new RobustLocalRegression(parameter ?? LocalRegression.PublishedSafety)),
            "lrr" => new PowerAwareBestFit(text, new LocalRegression(weighted: false, parameter ?? LocalRegression.PublishedSafety)),
            "ours" => new RiskPacking(parameter ?? risk ?? DefaultRisk(setup), setup.EnforceMemory ? EffectiveDemand.DeviationsWhateverTheDistribution : EffectiveDemand.Deviations),
            _ => throw new ArgumentException($"Policy '{name}' is not known; there are {string.Join(", ", PolicyNames)} and all."),
        };
    }

    /// <summary>The risk of overload that our policy plans with, for each host and each five minutes.</summary>
    /// <remarks>
    /// The published policies drive hosts hard in the compatible set-up, where energy is the tight figure, and leave them half empty in the clean one, where overload is: so 15 % and 0.05 %.
    /// Where memory limits the hosts, CPU to spare costs nothing: 1 %, and that whatever the distribution. The table over all risks is in docs/planetlab.md.
    /// </remarks>
    public static double DefaultRisk(ExperimentSetup setup) => setup switch
    {
        { EnforceMemory: true } => 0.01,
        { GenuineOverloadOnly: true } => 0.0005,
        _ => 0.15,
    };

    public static int Run(string[] args)
    {
        var days = new List<string>();
        IReadOnlyList<string> policies = PolicyNames;
        var setups = ExperimentSetup.All;
        double? risk = null;
        for (var i = 0; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : null;
            switch (args[i])
            {
                case "--day" when value is not null:
                    days.Add(value);
                    break;
                case "--policy" when value is not null:
                    policies = value == "all" ? PolicyNames : value.Split(',');
                    break;
                case "--setup" when value is not null:
                    setups = value == "all" ? ExperimentSetup.All : [.. ExperimentSetup.Known.Where(setup => value.Split(',').Contains(setup.Name))];
                    break;
                case "--risk" when double.TryParse(value, CultureInfo.InvariantCulture, out var share) && share is > 0 and <= 0.5:
                    risk = share;
                    break;
                default:
                    Console.Error.WriteLine(Usage);
                    return 2;
            }
        }

        if (days.Count == 0 || setups.Count == 0)
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        try
        {
            policies.ToList().ForEach(policy => Policy(policy, setups[0]));
            foreach (var day in days.Select(TraceDay.Load))
            {
                foreach (var setup in setups)
                {
                    RunAll(day, setup, policies, risk);
                }
            }

            return 0;
        }
        catch (Exception fault) when (fault is ArgumentException or InvalidDataException or IOException)
        {
            Console.Error.WriteLine($"planetlab: {fault.Message}");
            return 3;
        }
    }

    private static void RunAll(TraceDay day, ExperimentSetup setup, IReadOnlyList<string> policies, double? risk)
    {
        Console.Error.WriteLine($"\n{day.Name}, {day.Shares.Length} VMs, set-up {setup.Name}");
        Console.Error.WriteLine("policy   energy kWh   bound kWh  migrations  SLATAH %  genuine %    PDM %  SLAV e-5   ESV e-3  shutdowns  mean/peak hosts  seconds");
        foreach (var name in policies)
        {
            var watch = Stopwatch.StartNew();
            var run = Simulation.Run(day, setup, Policy(name, setup, risk));
            run = run with { Seconds = watch.Elapsed.TotalSeconds };
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{run.Policy,-6} {run.EnergyKwh,12:F2} {run.BoundKwh,11:F2} {run.Migrations,11} {100 * run.PooledSlatah,9:F4} {100 * run.GenuineSlatah,10:F4} {100 * run.Pdm,8:F4} {1e5 * run.Slav,9:F4} {1e3 * run.Esv,9:F4} {run.Shutdowns,10} {run.MeanHosts,10:F2} {run.PeakHosts,5} {run.Seconds,8:F2}"));
            Console.Out.WriteLine(Json(run));
        }
    }

    private static string Json(RunOutcome run)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("benchmark", "planetlab");
            json.WriteString("name", run.Day);
            json.WriteString("setup", run.Setup.Name);
            json.WriteString("policy", run.Policy);
            json.WriteNumber("energyKwh", run.EnergyKwh);
            json.WriteNumber("boundKwh", run.BoundKwh);
            json.WriteNumber("migrations", run.Migrations);
            json.WriteNumber("slatah", run.Slatah);
            json.WriteNumber("slatahPooled", run.PooledSlatah);
            json.WriteNumber("slatahGenuine", run.GenuineSlatah);
            json.WriteNumber("pdm", run.Pdm);
            json.WriteNumber("slav", run.Slav);
            json.WriteNumber("esv", run.Esv);
            json.WriteNumber("unservedShare", run.UnservedShare);
            json.WriteNumber("shutdowns", run.Shutdowns);
            json.WriteNumber("meanHosts", run.MeanHosts);
            json.WriteNumber("peakHosts", run.PeakHosts);
            json.WriteNumber("seconds", run.Seconds);
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
