using Placement.Telemetry.Quality;

namespace Placement.Sizing;

/// <summary>What one replica of a workload is planned to take.</summary>
public sealed record SizedDemand
{
    /// <summary>Gets the name of the workload.</summary>
    public required string Workload { get; init; }

    /// <summary>Gets the CPU, in millicores.</summary>
    public required SizedAmount Cpu { get; init; }

    /// <summary>Gets the memory, in bytes.</summary>
    public required SizedAmount Memory { get; init; }

    /// <summary>Gets the worse of the two grades.</summary>
    public DataGrade Grade => Cpu.Grade > Memory.Grade ? Cpu.Grade : Memory.Grade;

    /// <inheritdoc />
    public override string ToString() => $"{Workload}: {Cpu.Amount} millicores ({Cpu.Basis}), {Memory.Amount} bytes ({Memory.Basis}), grade {Grade}";
}
