namespace Placement.Inventory;

/// <summary>A price by resource, assumed for nodes whose own price is unknown. A report states it as an assumption.</summary>
public sealed record ResourcePrice
{
    /// <summary>The parts of the public on-demand price of Google Compute Engine N2 machines in us-central1 (2025-01): 0.031611 dollars a vCPU and 0.004237 dollars a GiB an hour.</summary>
    public static ResourcePrice PublicCloud { get; } = new()
    {
        MicroDollarsPerCoreHour = 31_611,
        MicroDollarsPerGibibyteHour = 4_237,
        Source = "assumed: on-demand parts of Google Compute Engine N2, us-central1, 2025-01",
    };

    /// <summary>Gets the price of 1,000 millicores, in micro-dollars an hour.</summary>
    /// <value>0 to 10^9.</value>
    public required long MicroDollarsPerCoreHour
    {
        get;
        init => field = value is >= 0 and <= 1_000_000_000 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "MicroDollarsPerCoreHour must be from 0 to 1,000,000,000.");
    }

    /// <summary>Gets the price of 2^30 bytes, in micro-dollars an hour.</summary>
    /// <value>0 to 10^9.</value>
    public required long MicroDollarsPerGibibyteHour
    {
        get;
        init => field = value is >= 0 and <= 1_000_000_000 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "MicroDollarsPerGibibyteHour must be from 0 to 1,000,000,000.");
    }

    /// <summary>Gets where the figures come from, for reports.</summary>
    public string Source { get; init; } = "assumed";

    /// <summary>Prints the figures with their source, for reports.</summary>
    public string Describe() => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{MicroDollarsPerCoreHour / 1e6:0.######} dollars a core and {MicroDollarsPerGibibyteHour / 1e6:0.######} a GiB an hour ({Source})");

    /// <summary>Gets the price of a machine, in micro-dollars an hour, rounded to the nearest.</summary>
    public long Of(long millicores, long memoryBytes) => (long)decimal.Round(
        (millicores * (decimal)MicroDollarsPerCoreHour / 1000m) + (memoryBytes * (decimal)MicroDollarsPerGibibyteHour / (1L << 30)),
        MidpointRounding.AwayFromZero);
}
