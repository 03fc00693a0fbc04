using System.Diagnostics;
using CsvHelper;

namespace Placement.Benchmarks.Ingest;

/// <summary>CsvHelper alone: every row read, every column parsed to its type, nothing kept.</summary>
internal static class BareRead
{
    public static Measured Measure(string file, bool hasMemory)
    {
        var clock = Stopwatch.StartNew();
        using var reader = CsvReader.FromFile(file, new CsvReaderOptions { PoolStrings = true });
        long rows = 0, ticks = 0, letters = 0;
        double sum = 0;
        while (reader.Read())
        {
            ticks ^= reader.Parse<DateTime>(0).Ticks;
            letters += reader.GetString(1).Length;
            sum += reader.Parse<double>(2);
            if (hasMemory)
            {
                sum += reader.Parse<long>(3);
            }

            rows++;
        }

        return new Measured("csvhelper", clock.Elapsed.TotalSeconds, rows, letters == 0 || ticks == 1 ? -1 : 0, PeakMemory.Megabytes(), sum);
    }
}
