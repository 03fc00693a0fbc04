namespace Placement.Telemetry.Quality;

/// <summary>For which resources a sample of exactly zero is a measurement. For the others it counts as missing, since a dead agent reads zero too.</summary>
[Flags]
public enum ZeroTrust
{
    /// <summary>No zero is a measurement. The default.</summary>
    None = 0,

    /// <summary>CPU of exactly zero is real: the feed rounds (whole percent, say), or idles.</summary>
    Cpu = 1,

    /// <summary>Memory of exactly zero is real: the feed reports active memory, say.</summary>
    Memory = 2,

    /// <summary>Zeros of custom resources are real.</summary>
    Custom = 4,

    /// <summary>Every zero is real.</summary>
    All = Cpu | Memory | Custom,
}
