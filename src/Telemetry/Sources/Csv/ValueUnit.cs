namespace Placement.Telemetry.Sources.Csv;

/// <summary>The unit of a column of values.</summary>
public enum ValueUnit
{
    /// <summary>Percent of the subject's capacity, 0 to 100.</summary>
    Percent,

    /// <summary>Share of the subject's capacity, 0 to 1.</summary>
    Fraction,

    /// <summary>CPU in cores. For a counter: core-seconds, as <c>cpu_seconds_total</c>.</summary>
    Cores,

    /// <summary>CPU in millicores. For a counter: millicore-seconds.</summary>
    Millicores,

    /// <summary>CPU in nanocores. For a counter: CPU nanoseconds, as cgroups and Docker count them.</summary>
    Nanocores,

    /// <summary>CPU in MHz; what a core has must be stated.</summary>
    Megahertz,

    /// <summary>Bytes.</summary>
    Bytes,

    /// <summary>10^3 bytes.</summary>
    Kilobytes,

    /// <summary>10^6 bytes.</summary>
    Megabytes,

    /// <summary>10^9 bytes.</summary>
    Gigabytes,

    /// <summary>10^12 bytes.</summary>
    Terabytes,

    /// <summary>2^10 bytes.</summary>
    Kibibytes,

    /// <summary>2^20 bytes.</summary>
    Mebibytes,

    /// <summary>2^30 bytes.</summary>
    Gibibytes,

    /// <summary>2^40 bytes.</summary>
    Tebibytes,

    /// <summary>The unit of a custom resource, taken as it is.</summary>
    Units,
}
