using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Placement.Solving;

namespace Placement.Benchmarks.Packing;

/// <summary>One JSON line an instance on stdout, and a row of a table on stderr.</summary>
internal static class ResultLine
{
    /// <summary>The processor time at the last line: what an instance took is the difference, whatever else the machine does.</summary>
    private static TimeSpan _cpu;

    public static void Header() => Console.Error.WriteLine($"{"instance",-34} {"cost",14} {"bound",14} {"gap %",7} {"proven",6} {"s",7} {"MB",6}  solver");

    public static void Write(string instance, string costName, SolveResult result, int seed, IEnumerable<KeyValuePair<string, object?>>? more = null)
    {
        using var process = Process.GetCurrentProcess();
        var megabytes = process.PeakWorkingSet64 / (1024 * 1024);
        var cost = result.Assignment is null ? (long?)null : result.Cost;
        var proven = result.Status == SolveStatus.Optimal;
        using (var stream = new MemoryStream())
        {
            using (var json = new Utf8JsonWriter(stream))
            {
                json.WriteStartObject();
                json.WriteString("instance", instance);
                if (cost is { } value)
                {
                    json.WriteNumber(costName, value);
                }
                else
                {
                    json.WriteNull(costName);
                }

                json.WriteNumber("bound", result.Bound.Value);
                json.WriteBoolean("proven", proven);
                json.WriteNumber("seconds", Math.Round(result.Elapsed.TotalSeconds, 3));
                json.WriteNumber("cpuSeconds", Math.Round((process.TotalProcessorTime - _cpu).TotalSeconds, 3));
                json.WriteNumber("peakMegabytes", megabytes);
                json.WriteNumber("seed", seed);
                json.WriteString("boundArgument", result.Bound.Argument.ToString());
                json.WriteString("solver", result.Solver);
                foreach (var (name, extra) in more ?? [])
                {
                    json.WritePropertyName(name);
                    JsonSerializer.Serialize(json, extra);
                }

                json.WriteEndObject();
            }

            Console.Out.WriteLine(System.Text.Encoding.UTF8.GetString(stream.ToArray()));
        }

        _cpu = process.TotalProcessorTime;
        var gap = cost is > 0 ? 100.0 * (cost.Value - result.Bound.Value) / cost.Value : 0;
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{instance,-34} {cost?.ToString(CultureInfo.InvariantCulture) ?? "none",14} {result.Bound.Value,14} {gap,7:0.000} {(proven ? "yes" : "no"),6} {result.Elapsed.TotalSeconds,7:0.00} {megabytes,6}  {result.Solver}"));
    }
}
