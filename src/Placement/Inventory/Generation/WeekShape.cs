namespace Placement.Inventory.Generation;

/// <summary>The load of each hour of the week between 0 (quietest) and 1 (busiest), joined by straight lines.</summary>
internal static class WeekShape
{
    private static readonly double[] Office =
        [0.05, 0.04, 0.03, 0.03, 0.04, 0.06, 0.15, 0.35, 0.65, 0.88, 0.97, 1.00, 0.85, 0.90, 0.98, 0.96, 0.88, 0.70, 0.45, 0.30, 0.20, 0.15, 0.10, 0.07];

    private static readonly double[] Evening =
        [0.35, 0.22, 0.14, 0.10, 0.08, 0.09, 0.15, 0.25, 0.32, 0.36, 0.40, 0.44, 0.50, 0.50, 0.48, 0.48, 0.54, 0.64, 0.78, 0.92, 1.00, 0.98, 0.80, 0.56];

    private static readonly double[] Nightly =
        [0.05, 0.20, 0.97, 1.00, 0.60, 0.10, 0.03, 0.03, 0.03, 0.03, 0.03, 0.03, 0.03, 0.03, 0.03, 0.03, 0.03, 0.03, 0.03, 0.03, 0.03, 0.03, 0.03, 0.04];

    /// <summary>Gets the load at a minute of a week that starts on Monday 00:00.</summary>
    public static double At(ServiceShape shape, int minuteOfWeek)
    {
        var day = minuteOfWeek / 1440;
        var minute = minuteOfWeek % 1440;
        var weekend = day >= 5;
        return shape switch
        {
            ServiceShape.Office => Between(Office, minute) * (weekend ? 0.25 : day == 4 ? 0.9 : 1.0),
            ServiceShape.Evening => Between(Evening, minute) * (weekend ? 1.0 : 0.8),
            ServiceShape.Nightly => Between(Nightly, minute),
            _ => 0.5,
        };
    }

    private static double Between(double[] hours, int minute)
    {
        var hour = minute / 60;
        var part = (minute % 60) / 60.0;
        return (hours[hour] * (1 - part)) + (hours[(hour + 1) % 24] * part);
    }
}
