using Placement.Telemetry.Quality;

namespace Placement.Telemetry.Samples;

/// <summary>What all sources of one ingest share: series numbers, capacities, the quarantine and the record of what was read.</summary>
public sealed class IngestSession
{
    private readonly Lock _gate = new();
    private readonly List<SourceRecord> _sources = [];

    /// <summary>Makes a session.</summary>
    /// <param name="capacities">Capacities that percentages are taken of; <see langword="null"/> when none is known.</param>
    /// <param name="quarantine">Limits of the quarantine; <see langword="null"/> for the defaults.</param>
    /// <param name="names">Names subjects as the inventory does; <see langword="null"/> takes the names that feeds give.</param>
    public IngestSession(CapacityTable? capacities = null, QuarantineOptions? quarantine = null, SubjectNames? names = null)
    {
        Names = names ?? SubjectNames.AsGiven;
        Capacities = capacities ?? new CapacityTable();
        Quarantine = new Quarantine(quarantine ?? new QuarantineOptions());
    }

    /// <summary>Gets the names of subjects. A source asks it for the key of each series that it makes.</summary>
    public SubjectNames Names { get; }

    /// <summary>Gets the numbers of the series.</summary>
    public SeriesTable Series { get; } = new();

    /// <summary>Gets the capacities that percentages are taken of and that impossible values are told by.</summary>
    public CapacityTable Capacities { get; }

    /// <summary>Gets the rows and samples set aside.</summary>
    public Quarantine Quarantine { get; }

    /// <summary>Gets a copy of the sources read to their end so far, ordered by name.</summary>
    public IReadOnlyList<SourceRecord> Sources
    {
        get
        {
            lock (_gate)
            {
                return [.. _sources.OrderBy(source => source.Name, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Records that a source was read to its end. Called by sources; what is read again, as only a source of the present is, adds up under its name.</summary>
    public void AddSource(SourceRecord source)
    {
        ArgumentNullException.ThrowIfNull(source);
        lock (_gate)
        {
            var at = source.Sha256.Length == 0 ? _sources.FindIndex(known => known.Name == source.Name && known.Sha256.Length == 0) : -1;
            if (at < 0)
            {
                _sources.Add(source);
                return;
            }

            var known = _sources[at];
            _sources[at] = known with { Bytes = known.Bytes + source.Bytes, Rows = known.Rows + source.Rows, Samples = known.Samples + source.Samples };
        }
    }
}
