using Placement.Telemetry.Quality;
using Placement.Telemetry.Samples;

namespace Placement.Telemetry.Profiles;

/// <summary>Screens samples and gathers them into slots: one pass, any order, bounded memory. <see cref="Build"/> makes the profiles.</summary>
/// <remarks>
/// All rules about values and times are applied here, so they hold for every source; docs/telemetry.md lists them.
/// Not safe for use by two threads at once; fill several builders of one session and <see cref="Merge"/> them.
/// </remarks>
public sealed class ProfileBuilder
{
    /// <summary>1900-01-01: older dates are no telemetry.</summary>
    private const long Earliest = -2_208_988_800_000;

    private static readonly int RuleCount = Enum.GetValues<FaultRule>().Length;

    private readonly IngestSession _session;
    private readonly ProfileOptions _options;
    private readonly SlotStore _store;
    private readonly TimeProvider _clock;
    private readonly long _start;
    private readonly long _end;

    /// <summary>Makes an empty builder.</summary>
    /// <param name="session">Names the series and holds the quarantine.</param>
    /// <param name="options">How samples become profiles; <see langword="null"/> for the defaults.</param>
    /// <param name="timeProvider">Tells what lies in the future; <see langword="null"/> for the system's clock.</param>
    public ProfileBuilder(IngestSession session, ProfileOptions? options = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(session);
        _session = session;
        _options = options ?? new ProfileOptions();
        _clock = timeProvider ?? TimeProvider.System;
        _start = _options.Start?.ToUnixTimeMilliseconds() ?? Earliest;
        _end = _options.End?.ToUnixTimeMilliseconds() ?? long.MaxValue;
        if (_start >= _end)
        {
            throw new ArgumentException($"The window starts at {_options.Start:O} and ends at {_options.End:O}; it must end after its start.", nameof(options));
        }

        // With a stated interval the store starts at one slot a sample, so that repeated samples cannot hide lost ones.
        var width = _options.SampleInterval is { } interval && interval < _options.SlotWidth && _options.SlotWidth.Ticks % interval.Ticks == 0
            ? interval
            : _options.SlotWidth;
        _store = new SlotStore((long)width.TotalMilliseconds, _options.SlotMemoryBytes);
    }

    /// <summary>Gets the samples that were accepted so far.</summary>
    public long Accepted { get; private set; }

    /// <summary>Gets whether no slot holds a sample.</summary>
    public bool IsEmpty => _store.IsEmpty;

    /// <summary>Screens and adds the samples of a batch. The batch stays the caller's.</summary>
    public void Add(SampleBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var numbers = batch.Series;
        var times = batch.Times;
        var values = batch.Values;
        var zeros = _options.Zeros | batch.Origin.Zeros;
        var counters = batch.Meaning == SampleMeaning.Counter;
        var latest = (_clock.GetUtcNow() + _options.FutureTolerance).ToUnixTimeMilliseconds();
        for (var i = 0; i < numbers.Length; i++)
        {
            var series = _store[numbers[i]] ?? Start(numbers[i]);
            var (time, value) = (times[i], values[i]);
            if (time > latest)
            {
                Reject(FaultRule.Future, batch, i, series);
                continue;
            }

            if (time < _start || time >= _end)
            {
                Reject(FaultRule.OutsideWindow, batch, i, series);
                continue;
            }

            if (counters && !TryGetRate(batch, i, series, out value))
            {
                continue;
            }

            if (!(value > 0 && value <= series.Limit) && !(value == 0 && (zeros & series.Kind) != 0))
            {
                Reject(RuleFor(value), batch, i, series);
                continue;
            }

            var duplicate = time == series.LastTime;
            if (time <= series.LastTime && !counters)
            {
                Reject(duplicate ? FaultRule.Duplicate : FaultRule.OutOfOrder, batch, i, series);
            }

            if (!_store.Add(series, _store.SlotOf(time), value, duplicate))
            {
                Reject(FaultRule.FarFromRest, batch, i, series);
                continue;
            }

            series.LastTime = Math.Max(time, series.LastTime);
            Accepted++;
        }

        while (_store.IsFull)
        {
            _store.Coarsen(2);
        }
    }

    /// <summary>Adds what another builder gathered, as if this one had read its samples too. The other must not be used after that.</summary>
    /// <remarks>A counter's rate across the seam of two builders is unknown; its slot counts as missing.</remarks>
    /// <exception cref="ArgumentException">The slot widths asked for differ.</exception>
    public void Merge(ProfileBuilder other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other._options.SlotWidth != _options.SlotWidth || other._options.SampleInterval != _options.SampleInterval)
        {
            throw new ArgumentException($"Slots of {other._options.SlotWidth} cannot be merged into slots of {_options.SlotWidth}; nor samples every {other._options.SampleInterval} with samples every {_options.SampleInterval}.", nameof(other));
        }

        // Widths differ by powers of two, since they started equal and were only ever doubled.
        while (other._store.SlotMilliseconds < _store.SlotMilliseconds)
        {
            other._store.Coarsen(2);
        }

        while (_store.SlotMilliseconds < other._store.SlotMilliseconds)
        {
            _store.Coarsen(2);
        }

        for (var number = 0; number < other._store.Count; number++)
        {
            if (other._store[number] is { } from)
            {
                var into = other._session == _session ? number : _session.Series.GetOrAdd(other._session.Series[number]);
                _store.Merge(_store[into] ?? Start(into), from, RuleCount);
            }
        }

        Accepted += other.Accepted;
        while (_store.IsFull)
        {
            _store.Coarsen(2);
        }
    }

    /// <summary>Leaves out the slots that begin before a time, so that a window that moves on stays as long as it is.</summary>
    public void Forget(DateTimeOffset before) => _store.Forget(before.ToUnixTimeMilliseconds());

    /// <summary>Makes the profiles of what was added so far; the builder goes on. Costs a copy of its slots.</summary>
    /// <exception cref="InvalidTelemetryException">As for <see cref="Build"/>.</exception>
    public TelemetryWindow Peek() => new WindowAssembly(_session, _options, _store.Copy()).Assemble();

    /// <summary>Makes the profiles. The builder is empty after that.</summary>
    /// <exception cref="InvalidTelemetryException">There is no sample, or the samples lie in periods more than 30 days apart and no window is stated.</exception>
    public TelemetryWindow Build() => new WindowAssembly(_session, _options, _store).Assemble();

    private static FaultRule RuleFor(double value) =>
        !double.IsFinite(value) ? FaultRule.NotFinite
        : value < 0 ? FaultRule.Negative
        : value == 0 ? FaultRule.SuspectZero
        : FaultRule.AboveCapacity;

    private static string MessageFor(FaultRule rule, SeriesKey key, double limit) => rule switch
    {
        FaultRule.Future => "the sample is dated in the future; check the clock and the time zone of the feed.",
        FaultRule.OutsideWindow => "the sample lies outside the window that was asked for.",
        FaultRule.NotFinite => "usage must be a finite number.",
        FaultRule.Negative => "usage cannot be negative.",
        FaultRule.SuspectZero => "usage of exactly zero counts as missing; say that zeros are real if the feed rounds.",
        FaultRule.AboveCapacity => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"usage cannot exceed {limit:0.###} {key.Resource.Unit}, the capacity with its allowance; check the unit of the column."),
        FaultRule.Duplicate => "the series has a sample of this time already; the higher counts.",
        FaultRule.OutOfOrder => "the sample came after a later one; it counts in its own slot.",
        FaultRule.CounterReset => "the counter went down; usage across the reset counts as missing.",
        FaultRule.FarFromRest => "the sample is years away from the others of its series; check its date.",
        _ => rule.ToString(),
    };

    private SeriesSlots Start(int number)
    {
        var key = _session.Series[number];
        var trust = key.Resource == Resource.Cpu ? ZeroTrust.Cpu : key.Resource == Resource.Memory ? ZeroTrust.Memory : ZeroTrust.Custom;
        return _store.Set(number, new SeriesSlots
        {
            Limit = _session.Capacities.TryGet(key, out var capacity) ? capacity * _options.ImpossibleFactor : float.MaxValue,
            Kind = trust,
        });
    }

    private bool TryGetRate(SampleBatch batch, int i, SeriesSlots series, out double rate)
    {
        var (time, total) = (batch.Times[i], batch.Values[i]);
        var (lastTime, lastTotal) = (series.LastTime, series.LastTotal);
        rate = 0;
        if (!double.IsFinite(total) || total < 0)
        {
            Reject(RuleFor(total), batch, i, series);
            return false;
        }

        if (time <= lastTime)
        {
            Reject(time == lastTime ? FaultRule.Duplicate : FaultRule.OutOfOrder, batch, i, series);
            if (time == lastTime)
            {
                series.LastTotal = Math.Min(lastTotal, total); // the next rate is then the higher of the two
            }

            return false;
        }

        (series.LastTime, series.LastTotal) = (time, total);
        if (double.IsNaN(lastTotal))
        {
            return false;
        }

        if (total < lastTotal)
        {
            Reject(FaultRule.CounterReset, batch, i, series);
            return false;
        }

        rate = (total - lastTotal) * 1000.0 / (time - lastTime);
        return true;
    }

    private void Reject(FaultRule rule, SampleBatch batch, int i, SeriesSlots series)
    {
        series.CountFault((int)rule, RuleCount);
        _session.Quarantine.Add(rule, (batch, i, series.Limit, _session, rule), static state =>
        {
            var (batch, i, limit, session, rule) = state;
            var key = session.Series[batch.Series[i]];
            var time = DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(batch.Times[i], -62_135_596_800_000, 253_402_300_799_999));
            return new Fault
            {
                File = batch.Origin.File,
                Line = batch.Lines[i],
                Column = batch.Origin.ColumnAt(batch.Columns[i]),
                Value = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{batch.Values[i]:R} {key.Resource.Unit}"),
                Rule = rule,
                Message = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{key} at {time:yyyy-MM-ddTHH:mm:ssZ}: {MessageFor(rule, key, limit)}"),
            };
        });
    }
}
