using System.Collections.ObjectModel;

namespace Placement.Telemetry.Quality;

/// <summary>Counts faults, keeps the first of each rule, and stops the ingest when too many rows are at fault.</summary>
/// <remarks>Safe to call from several threads.</remarks>
public sealed class Quarantine
{
    private static readonly int RuleCount = Enum.GetValues<FaultRule>().Length;

    private readonly Lock _gate = new();
    private readonly QuarantineOptions _options;
    private readonly long[] _counts = new long[RuleCount];
    private readonly List<Fault> _kept = [];
    private readonly int[] _keptPerRule = new int[RuleCount];
    private readonly SortedDictionary<string, long> _markers = new(StringComparer.Ordinal);
    private long _rows;
    private long _quarantined;

    /// <summary>Makes an empty quarantine.</summary>
    public Quarantine(QuarantineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
    }

    /// <summary>Whether a rule sets a row aside (and counts towards the share that stops the ingest) or is only noted.</summary>
    public static bool SetsAside(FaultRule rule) => rule < FaultRule.Blank;

    /// <summary>Counts rows seen, good and bad, and stops the ingest when too many of them were set aside.</summary>
    /// <exception cref="InvalidTelemetryException">The share of quarantined rows is above <see cref="QuarantineOptions.MaxShare"/>.</exception>
    public void CountRows(long rows)
    {
        lock (_gate)
        {
            _rows += rows;
            if (_rows >= _options.RowsBeforeStopping)
            {
                ThrowWhenTooMany();
            }
        }
    }

    /// <summary>Adds a fault. The fault itself is made only when it will be kept.</summary>
    /// <param name="rule">The rule that was broken.</param>
    /// <param name="state">What <paramref name="make"/> needs, so that it can be a static lambda.</param>
    /// <param name="make">Makes the fault.</param>
    public void Add<TState>(FaultRule rule, TState state, Func<TState, Fault> make)
    {
        ArgumentNullException.ThrowIfNull(make);
        lock (_gate)
        {
            _counts[(int)rule]++;
            _quarantined += SetsAside(rule) ? 1 : 0;
            if (_keptPerRule[(int)rule] < _options.KeepPerRule)
            {
                _keptPerRule[(int)rule]++;
                _kept.Add(make(state));
            }
        }
    }

    /// <summary>Adds a fault that exists already.</summary>
    public void Add(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        Add(fault.Rule, fault, static made => made);
    }

    /// <summary>Adds the faults of one chunk, in its order.</summary>
    internal void Add(FaultLog log)
    {
        lock (_gate)
        {
            foreach (var fault in log.Kept)
            {
                Add(fault);
            }

            foreach (var (marker, count) in log.Markers)
            {
                _markers[marker] = _markers.GetValueOrDefault(marker) + count;
            }

            for (var rule = 0; rule < RuleCount; rule++)
            {
                _counts[rule] += log.Uncounted(rule);
                _quarantined += SetsAside((FaultRule)rule) ? log.Uncounted(rule) : 0;
            }
        }
    }

    /// <summary>Checks the share of quarantined rows at the end of the ingest, however few rows there were.</summary>
    /// <exception cref="InvalidTelemetryException">The share of quarantined rows is above <see cref="QuarantineOptions.MaxShare"/>.</exception>
    public void Complete()
    {
        lock (_gate)
        {
            ThrowWhenTooMany();
        }
    }

    /// <summary>Gets what was set aside or noted so far.</summary>
    public QuarantineSummary Summarize()
    {
        lock (_gate)
        {
            return new QuarantineSummary
            {
                Rows = _rows,
                Quarantined = _quarantined,
                Counts = [.. Enum.GetValues<FaultRule>().Where(rule => _counts[(int)rule] > 0).Select(rule => new FaultCount
                {
                    Rule = rule,
                    Count = _counts[(int)rule],
                    Markers = rule == FaultRule.Marker ? new SortedDictionary<string, long>(_markers, StringComparer.Ordinal) : ReadOnlyDictionary<string, long>.Empty,
                })],
                Examples = [.. _kept.OrderBy(fault => fault.File, StringComparer.Ordinal).ThenBy(fault => fault.Line).ThenBy(fault => fault.Rule)],
            };
        }
    }

    private void ThrowWhenTooMany()
    {
        if (_quarantined <= _options.MaxShare * _rows)
        {
            return;
        }

        var faults = _kept.Where(fault => SetsAside(fault.Rule)).OrderBy(fault => fault.File, StringComparer.Ordinal).ThenBy(fault => fault.Line).ToArray();
        var share = _rows == 0 ? 1 : (double)_quarantined / _rows;
        throw new InvalidTelemetryException(
            string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"{_quarantined} of {_rows} rows ({share:P2}) are at fault; {_options.MaxShare:P2} are allowed. The first is {(faults.Length > 0 ? faults[0] : "unknown")} Correct the feed or its column mapping and units, or allow a larger share."),
            faults);
    }
}
