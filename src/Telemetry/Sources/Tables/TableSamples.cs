using System.Text;
using Placement.Telemetry.Quality;
using Placement.Telemetry.Samples;
using Placement.Telemetry.Sources.Csv;
using Placement.Telemetry.Sources.Feeds;

namespace Placement.Telemetry.Sources.Tables;

/// <summary>Turns rows of named columns into samples, by the rules that hold for CSV files: which column is what, units, markers, faults with row and column.</summary>
/// <remarks>For a source of tables: ask <see cref="Needed"/> for the columns to fetch, <see cref="Add"/> each row, and hand on what <see cref="Take"/> returns. Not for two threads at once.</remarks>
public sealed class TableSamples
{
    private readonly IngestSession _session;
    private readonly CsvPlan _plan;
    private readonly SampleOrigin _origin;
    private readonly Dictionary<string, Known> _known = new(StringComparer.Ordinal);
    private readonly SubjectCache _subjects;
    private readonly ResourceSlots _resources;
    private readonly ValueReader _values;
    private readonly Utf8Time _time;
    private SampleBatch _gauges;
    private SampleBatch _counters;
    private FaultLog _faults = new();
    private Known? _last;
    private long _rows;

    /// <summary>Settles which column is what.</summary>
    /// <param name="session">Names and capacities.</param>
    /// <param name="name">Name of the table for messages: its file or query.</param>
    /// <param name="columns">Names of the columns, in order.</param>
    /// <param name="options">How to read them; <see langword="null"/> goes by the names.</param>
    /// <exception cref="InvalidTelemetryException">A column is missing, or the unit of one is not stated.</exception>
    public TableSamples(IngestSession session, string name, IReadOnlyList<string> columns, TableOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(columns);
        var rows = new CsvSourceOptions(options ?? new TableOptions()) { Layout = CsvLayout.SamplePerRow };
        _session = session;
        _plan = CsvPlan.Make(name, rows, columns, columns.Count, ',');
        _origin = new SampleOrigin(name, _plan.ColumnNames) { Zeros = rows.Zeros };
        _subjects = new SubjectCache(session, _plan);
        _resources = new ResourceSlots(_plan);
        _values = new ValueReader(rows.Markers);
        _time = new Utf8Time(rows.Time, rows.TimeZone);
        Needed = [.. new[] { _plan.Time, _plan.Subject, _plan.ResourceName }.Concat(_plan.Columns.Select(column => column.Index)).Where(index => index >= 0).Distinct().Order()];
        (_gauges, _counters) = NewBatches();
    }

    /// <summary>Gets the numbers of the columns that hold something needed, ascending; the others may be left empty.</summary>
    public IReadOnlyList<int> Needed { get; }

    /// <summary>Gets the samples that wait to be taken.</summary>
    public int Count => _gauges.Count + _counters.Count;

    /// <summary>Adds one row.</summary>
    /// <param name="row">Its number or line from 1, for messages.</param>
    /// <param name="cells">A cell a column, as many as there are columns.</param>
    public void Add(long row, ReadOnlySpan<TableCell> cells)
    {
        _rows++;
        if (!TryReadTime(cells[_plan.Time], out var time))
        {
            Report(FaultRule.UnreadableTime, row, _plan.Time, cells, "the time is neither ISO 8601 nor a Unix time.");
        }
        else if (cells[_plan.Subject].ToString() is not { Length: > 0 } name)
        {
            Report(FaultRule.UnknownSubject, row, _plan.Subject, cells, "the name of the node or replica is empty.");
        }
        else if (_plan.ResourceName < 0)
        {
            var subject = Find(name);
            for (var slot = 0; slot < _plan.Columns.Count; slot++)
            {
                AddValue(row, cells, subject, slot, slot, _plan.Columns[slot], time);
            }
        }
        else if (_resources.Find(Encoding.UTF8.GetBytes(cells[_plan.ResourceName].ToString())) is { } found)
        {
            var subject = Find(name);
            if (found.Slot >= subject.Series.Length)
            {
                subject.Grow(found.Slot * 2);
            }

            AddValue(row, cells, subject, found.Slot, 0, found.Column, time);
        }
        else
        {
            Report(FaultRule.UnknownSubject, row, _plan.ResourceName, cells, "the resource is empty, or its unit is not stated.");
        }
    }

    /// <summary>Sets a row aside that is none.</summary>
    /// <param name="row">Its number or line from 1.</param>
    /// <param name="value">What stands there, for the message.</param>
    /// <param name="message">What is wrong with it.</param>
    public void Reject(long row, string value, string message)
    {
        _rows++;
        if (_faults.Count(FaultRule.MalformedRow))
        {
            _faults.Keep(new Fault { File = _plan.File, Line = row, Value = value, Rule = FaultRule.MalformedRow, Message = message });
        }
    }

    /// <summary>Takes the samples so far, and puts the faults so far on the session's record.</summary>
    /// <returns>The batches with samples, for the caller to dispose, and the rows that they and the faults come from.</returns>
    /// <exception cref="InvalidTelemetryException">Too many rows are at fault.</exception>
    public (IReadOnlyList<SampleBatch> Batches, long Rows) Take()
    {
        SampleBatch[] both = [_gauges, _counters];
        var (rows, faults) = (_rows, _faults);
        ((_gauges, _counters), _rows, _faults) = (NewBatches(), 0, new FaultLog());
        foreach (var empty in both.Where(batch => batch.Count == 0))
        {
            empty.Dispose();
        }

        _session.Quarantine.Add(faults);
        _session.Quarantine.CountRows(rows);
        return ([.. both.Where(batch => batch.Count > 0)], rows);
    }

    private (SampleBatch Gauges, SampleBatch Counters) NewBatches() => (new(_origin), new(_origin, 16, SampleMeaning.Counter));

    /// <summary>Finds a subject: the one before, the one that came after that the last time, or by hash. Feeds repeat their order.</summary>
    private SubjectEntry Find(string name)
    {
        if (ReferenceEquals(name, _last?.Name))
        {
            return _last!.Entry;
        }

        if (_last?.Next is { } next && ReferenceEquals(name, next.Name))
        {
            return (_last = next).Entry;
        }

        if (!_known.TryGetValue(name, out var known))
        {
            known = new Known(name, _subjects.Find(Encoding.UTF8.GetBytes(name)));
            _known.Add(name, known);
        }

        if (_last is not null)
        {
            _last.Next = known;
        }

        return (_last = known).Entry;
    }

    private bool TryReadTime(in TableCell cell, out long time)
    {
        switch (cell.Kind)
        {
            case TableCell.CellKind.Time:
                time = cell.UnixMilliseconds;
                return true;
            case TableCell.CellKind.Nothing:
                time = 0;
                return false;
            default:
                return _time.TryParse(Encoding.UTF8.GetBytes(cell.ToString()), out time);
        }
    }

    private bool TryReadValue(in TableCell cell, out double value, out FaultRule rule)
    {
        if (cell.Kind == TableCell.CellKind.Number)
        {
            return _values.TryTake(value = cell.Number, out rule);
        }

        return _values.TryRead(Encoding.UTF8.GetBytes(cell.ToString()), out value, out rule);
    }

    private void AddValue(long row, ReadOnlySpan<TableCell> cells, SubjectEntry subject, int slot, int column, CsvColumn what, long time)
    {
        if (!TryReadValue(cells[what.Index], out var value, out var rule))
        {
            Report(rule, row, what.Index, cells, rule == FaultRule.UnreadableValue ? "the value is not a number." : "there is no value; the slot counts as missing.");
            return;
        }

        if (subject.Series[slot] < 0)
        {
            _subjects.Resolve(subject, slot, what.Resource, what.Unit);
        }

        var scale = subject.Scales[slot];
        if (double.IsNaN(scale))
        {
            Report(FaultRule.UnknownCapacity, row, what.Index, cells, $"the capacity of {subject.Text} is unknown, so {what.Unit} cannot be turned into {what.Resource.Unit}; give an inventory, or a capacity for all.");
            return;
        }

        (what.IsCounter ? _counters : _gauges).Add(subject.Series[slot], time, value * scale, row, column);
    }

    private void Report(FaultRule rule, long row, int column, ReadOnlySpan<TableCell> cells, string message)
    {
        if (_faults.Count(rule))
        {
            _faults.Keep(new Fault { File = _plan.File, Line = row, Column = _plan.Headers[column], Value = cells[column].ToString(), Rule = rule, Message = message });
        }
    }

    private sealed class Known(string name, SubjectEntry entry)
    {
        public string Name => name;

        public SubjectEntry Entry => entry;

        public Known? Next { get; set; }
    }
}
