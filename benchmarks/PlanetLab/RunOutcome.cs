namespace Placement.Benchmarks.PlanetLab;

/// <summary>The metrics of one run.</summary>
internal sealed record RunOutcome
{
    public required string Day { get; init; }

    public required ExperimentSetup Setup { get; init; }

    public required string Policy { get; init; }

    public required double EnergyKwh { get; init; }

    public required int Migrations { get; init; }

    /// <summary>Gets the share of active host time in which less was allocated than requested; the 10 to 28 s of a copy count at its destination.</summary>
    public required double PooledSlatah { get; init; }

    /// <summary>Gets the share of active host time in which the residents asked for more than the host has.</summary>
    public required double GenuineSlatah { get; init; }

    /// <summary>Gets the share of the requested work lost to migrations.</summary>
    public required double Pdm { get; init; }

    public required double UnservedShare { get; init; }

    public required int Shutdowns { get; init; }

    public required double MeanHosts { get; init; }

    public required int PeakHosts { get; init; }

    /// <summary>Gets the energy below which no policy can serve this work: all of it on the more efficient host at full load.</summary>
    public required double BoundKwh { get; init; }

    public double Seconds { get; init; }

    public double Slatah => Setup.GenuineOverloadOnly ? GenuineSlatah : PooledSlatah;

    public double Slav => Slatah * Pdm;

    public double Esv => EnergyKwh * Slav;
}
