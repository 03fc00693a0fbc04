using Placement.Telemetry.Samples;

namespace Placement.Cli.Tests.Quality;

/// <summary>What a live source reads: two replicas with running totals of CPU and a level of memory.</summary>
internal abstract class LiveWorld : IDisposable
{
    public const int Kinds = 7;

    /// <summary>Gets the names that the source gives the replicas.</summary>
    public abstract IReadOnlyList<string> Replicas { get; }

    public abstract ISampleSource Source(TimeProvider clock);

    /// <summary>Sets what the next reading finds.</summary>
    /// <param name="totals">Microseconds of CPU that each replica has used.</param>
    /// <param name="bytes">Memory of each.</param>
    /// <param name="spoilt">The replica that something is wrong with, or -1.</param>
    /// <param name="kind">What: 0 nothing of it is there, 1 an empty answer, 2 no numbers, 3 numbers below zero, 4 values left out, 5 said twice, 6 the whole source fails.</param>
    public abstract void Set(long[] totals, long bytes, int spoilt, int kind);

    public abstract void Dispose();
}
