using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Placement.Benchmarks.Ingest;

/// <summary>Runs each contender in a process of its own on the same file and compares.</summary>
internal sealed class Contest(string file, string folder, long rows, bool isSamples, string threads, int repeat)
{
    public int Run()
    {
        string[] contenders = isSamples ? ["duckdb", "placement"] : ["csvhelper", "placement"];
        var results = new Dictionary<string, Measured>();
        for (var round = 0; round < repeat; round++)
        {
            foreach (var contender in contenders)
            {
                var measured = Start(contender, file, Answers(contender), threads, isSamples ? "samples" : "rows");
                var best = results.GetValueOrDefault(contender);
                results[contender] = best is null || measured.Seconds < best.Seconds ? measured with { PeakMegabytes = Math.Max(measured.PeakMegabytes, best?.PeakMegabytes ?? 0) } : best;
            }
        }

        var (other, ours) = (results[contenders[0]], results["placement"]);
        var ratio = other.Seconds / ours.Seconds;
        var difference = isSamples
            ? Percentiles.Difference([.. Percentiles.Load(Answers("duckdb"))], [.. Percentiles.Load(Answers("placement"))])
            : Math.Abs(ours.Check - other.Check) / other.Check;
        var isRight = ours.Rows == rows && other.Rows == rows && difference < 2e-7;
        Console.Error.WriteLine($"{"",-10} {"seconds",9} {"rows/s",12} {"CPU s",9} {"peak MB",9}");
        foreach (var contender in contenders)
        {
            var result = results[contender];
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{contender,-10} {result.Seconds,9:N2} {result.Rows / result.Seconds,12:N0} {result.CpuSeconds,9:N2} {result.PeakMegabytes,9:N0}"));
            Console.Out.WriteLine(JsonSerializer.Serialize(new
            {
                name = $"ingest-{(isSamples ? "samples" : "rows")}{(file.EndsWith(".parquet", StringComparison.Ordinal) ? "-parquet" : "")}-{contender}",
                rows = result.Rows,
                series = result.Series,
                seconds = Math.Round(result.Seconds, 3),
                cpu_seconds = Math.Round(result.CpuSeconds, 3),
                rows_per_second = Math.Round(result.Rows / result.Seconds),
                peak_mb = Math.Round(result.PeakMegabytes),
                ratio = contender == "placement" ? Math.Round(ratio, 3) : 1.0,
                threads = contender == "csvhelper" ? 1 : int.Parse(threads, CultureInfo.InvariantCulture),
                seed = 42,
            }));
        }

        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ours is {ratio:0.00} x {contenders[0]}; answers {(isRight ? "agree" : "DISAGREE")} (largest relative difference {difference:0.0e+0})"));
        return isRight ? 0 : 1;
    }

    /// <summary>Runs a contender in a process of its own.</summary>
    public static Measured Start(string contender, string file, string answers, string threads, string shape)
    {
        var program = Environment.ProcessPath ?? throw new InvalidOperationException("The path of this program is unknown.");
        string[] arguments = ["ingest", "--child", contender == "csvhelper" ? "bare" : contender, "--file", file, "--threads", threads, "--shape", shape, "--answers", answers];
        var isHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
        var start = new ProcessStartInfo(program, isHost ? [typeof(Contest).Assembly.Location, .. arguments] : arguments) { RedirectStandardOutput = true };
        using var process = Process.Start(start)
            ?? throw new InvalidOperationException($"{program} did not start.");
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 && JsonSerializer.Deserialize<Measured>(output) is { } measured
            ? measured
            : throw new InvalidOperationException($"{contender} ended with {process.ExitCode}: {output}");
    }

    private string Answers(string contender) => Path.Combine(folder, $"{contender}.answers");
}
