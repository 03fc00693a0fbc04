using System.Globalization;

namespace Placement.Cli.Tests.Quality;

/// <summary>One row of a feed as text: what a replica used at a time. Usage in whole millicores and MiB, unless it was spoilt.</summary>
internal sealed record Reading(string Replica, string Time, string Cpu, string Memory)
{
    public const int Slots = 96;

    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(15);

    public static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    public static readonly string[] Replicas = ["web/0", "web/1"];

    /// <summary>A day of two replicas. Memory is level: its highest sample can be lost, which nothing mends, so that this would be seen in place of all else.</summary>
    public static List<Reading> Day(int[] millicores) =>
        [.. from slot in Enumerable.Range(0, Slots) from replica in Enumerable.Range(0, 2) select new Reading(Replicas[replica], At(slot), Text(millicores[(2 * slot) + replica]), Text(100 + replica))];

    public static string At(double slot) => (Start + (slot * Interval)).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
