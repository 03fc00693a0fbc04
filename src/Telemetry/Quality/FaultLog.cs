namespace Placement.Telemetry.Quality;

/// <summary>The faults of one chunk of a feed: all counted, the first of each rule kept.</summary>
internal sealed class FaultLog
{
    private const int KeepPerRule = 20;

    private readonly int[] _counts = new int[Enum.GetValues<FaultRule>().Length];
    private readonly List<Fault> _kept = [];

    public IReadOnlyList<Fault> Kept => _kept;

    /// <summary>How often each marker stood for "no data".</summary>
    public SortedDictionary<string, long> Markers { get; } = new(StringComparer.Ordinal);

    public void CountMarker(string marker) => Markers[marker] = Markers.GetValueOrDefault(marker) + 1;

    /// <summary>Faults of a rule beyond those that were kept.</summary>
    public int Uncounted(int rule) => Math.Max(0, _counts[rule] - KeepPerRule);

    /// <summary>Counts a fault.</summary>
    /// <returns>Whether to make and <see cref="Keep"/> it.</returns>
    public bool Count(FaultRule rule) => _counts[(int)rule]++ < KeepPerRule;

    public void Keep(Fault fault) => _kept.Add(fault);
}
