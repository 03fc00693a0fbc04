namespace Placement.Telemetry.Quality;

/// <summary>How much a profile can be trusted, from the time it covers and the share of its slots that hold a sample.</summary>
public enum DataGrade
{
    /// <summary>At least 14 days and at least 99 % of the slots.</summary>
    A,

    /// <summary>At least 7 days and at least 95 % of the slots.</summary>
    B,

    /// <summary>At least 1 day and at least 80 % of the slots.</summary>
    C,

    /// <summary>Less than that: too thin to release capacity on.</summary>
    D,
}
