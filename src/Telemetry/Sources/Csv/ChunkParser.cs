using System.Text;
using CsvHelper;
using Placement.Telemetry.Quality;
using Placement.Telemetry.Samples;
using Placement.Telemetry.Sources.Feeds;

namespace Placement.Telemetry.Sources.Csv;

/// <summary>Parses chunks of whole lines by a plan. Keeps what it learned of subjects between chunks; not for two threads at once.</summary>
internal sealed class ChunkParser
{
    private const int TooLong = 100;

    private readonly CsvPlan _plan;
    private readonly SampleOrigin _origin;
    private readonly SubjectCache _subjects;
    private readonly ResourceSlots _resources;
    private readonly ValueReader _values;
    private readonly Utf8Time _time;
    private readonly CsvColumn[] _columns;
    private readonly SubjectEntry[] _columnSubjects;
    private readonly HashSet<long> _malformed = [];
    private readonly CsvReaderOptions _csv;
    private int _samples = 1024; // of the chunk before, so that the next batch need not grow

    public ChunkParser(IngestSession session, CsvPlan plan)
    {
        _plan = plan;
        _origin = new SampleOrigin(plan.File, plan.ColumnNames) { Zeros = plan.Options.Zeros };
        _subjects = new SubjectCache(session, plan);
        _resources = new ResourceSlots(plan);
        _values = new ValueReader(plan.Options.Markers);
        _time = new Utf8Time(plan.Options.Time, plan.Options.TimeZone);
        _columns = [.. plan.Columns];
        _columnSubjects = plan.Layout == CsvLayout.TimePerRow ? [.. _columns.Select(SubjectOf)] : [];
        _csv = new CsvReaderOptions
        {
            HasHeader = false,
            Separator = plan.Separator,
            DetectSeparatorHint = false,
            AllowLineBreaksInQuotes = false,
            SkipEmptyLines = false, // so that the record's number is that of its line
            OnMalformedRecord = record => _malformed.Add(record.RecordNumber),
        };
    }

    public ParsedChunk Parse(LineChunk chunk)
    {
        var parsed = new ParsedChunk(
            new SampleBatch(_origin, _samples + (_samples / 8)),
            new SampleBatch(_origin, 16, SampleMeaning.Counter));
        _malformed.Clear();
        using var reader = CsvReader.Create(chunk.Text, _csv);
        while (reader.Read())
        {
            var line = chunk.FirstLine + reader.RowNumber - 1;
            if (reader.FieldCount == 1 && reader.GetSpan(0).Trim((byte)' ').IsEmpty)
            {
                continue;
            }

            var fieldsFit = _plan.Headers.Count > 0 ? reader.FieldCount == _plan.Fields : reader.FieldCount >= _plan.Fields;
            if (!fieldsFit || (_malformed.Count > 0 && _malformed.Contains(reader.RowNumber)))
            {
                parsed.Rows++;
                Report(parsed, FaultRule.MalformedRow, line, "", reader.RawRecord, fieldsFit ? "the quotes do not match; a quoted field ends on its line." : $"the row has {reader.FieldCount} fields instead of {_plan.Fields}.");
                continue;
            }

            switch (_plan.Layout)
            {
                case CsvLayout.SeriesPerRow:
                    ParseSeries(reader, line, parsed);
                    break;
                case CsvLayout.TimePerRow:
                    ParseTime(reader, line, parsed);
                    break;
                default:
                    ParseSample(reader, line, parsed);
                    break;
            }
        }

        _samples = Math.Max(_samples, parsed.Gauges.Count);
        return parsed;
    }

    private static string Shown(ReadOnlySpan<byte> text) =>
        Encoding.UTF8.GetString(text.Length > TooLong ? text[..TooLong] : text).TrimEnd('\r', '\n');

    private void ParseSample(CsvReader reader, long line, ParsedChunk parsed)
    {
        parsed.Rows++;
        if (!TryReadTime(reader, line, parsed, out var time) || !TryReadSubject(reader, line, parsed, out var subject))
        {
            return;
        }

        if (_plan.ResourceName < 0)
        {
            for (var slot = 0; slot < _columns.Length; slot++)
            {
                ReadValue(reader, line, parsed, subject, slot, slot, _columns[slot], time);
            }

            return;
        }

        var name = reader.GetSpan(_plan.ResourceName);
        if (_resources.Find(name) is { } found)
        {
            if (found.Slot >= subject.Series.Length)
            {
                subject.Grow(found.Slot * 2);
            }

            ReadValue(reader, line, parsed, subject, found.Slot, 0, found.Column, time);
        }
        else
        {
            Report(parsed, FaultRule.UnknownSubject, line, _plan.Headers.Count > 0 ? _plan.Headers[_plan.ResourceName] : "resource", name, "the resource is empty, or its unit is not stated.");
        }
    }

    private void ParseSeries(CsvReader reader, long line, ParsedChunk parsed)
    {
        parsed.Rows += _columns.Length;
        if (!TryReadSubject(reader, line, parsed, out var subject))
        {
            return;
        }

        var time = _plan.Options.FirstTime.ToUnixTimeMilliseconds();
        var step = (long)_plan.Options.Interval.TotalMilliseconds;
        for (var slot = 0; slot < _columns.Length; slot++)
        {
            ReadValue(reader, line, parsed, subject, 0, slot, _columns[slot], time + (slot * step));
        }
    }

    private void ParseTime(CsvReader reader, long line, ParsedChunk parsed)
    {
        parsed.Rows += _columns.Length;
        if (TryReadTime(reader, line, parsed, out var time))
        {
            for (var slot = 0; slot < _columns.Length; slot++)
            {
                ReadValue(reader, line, parsed, _columnSubjects[slot], 0, slot, _columns[slot], time);
            }
        }
    }

    private SubjectEntry SubjectOf(CsvColumn column) => _subjects.Find(Encoding.UTF8.GetBytes(column.Name.Trim()));

    private bool TryReadTime(CsvReader reader, long line, ParsedChunk parsed, out long time)
    {
        var text = reader.GetSpan(_plan.Time);
        if (_time.TryParse(text, out time))
        {
            return true;
        }

        Report(parsed, FaultRule.UnreadableTime, line, _plan.Headers.Count > 0 ? _plan.Headers[_plan.Time] : $"#{_plan.Time + 1}", text, "the time is neither ISO 8601 nor a Unix time.");
        return false;
    }

    private bool TryReadSubject(CsvReader reader, long line, ParsedChunk parsed, out SubjectEntry subject)
    {
        var name = reader.GetSpan(_plan.Subject);
        if (name.IsEmpty)
        {
            subject = null!;
            Report(parsed, FaultRule.UnknownSubject, line, _plan.Headers.Count > 0 ? _plan.Headers[_plan.Subject] : $"#{_plan.Subject + 1}", name, "the name of the node or replica is empty.");
            return false;
        }

        subject = _subjects.Find(name);
        return true;
    }

    private void ReadValue(CsvReader reader, long line, ParsedChunk parsed, SubjectEntry subject, int slot, int column, CsvColumn what, long time)
    {
        var text = reader.GetSpan(what.Index);
        if (!_values.TryRead(text, out var value, out var rule))
        {
            if (rule == FaultRule.Marker)
            {
                parsed.Faults.CountMarker(_values.Marker);
            }

            Report(parsed, rule, line, what.Name, text, rule == FaultRule.UnreadableValue ? "the value is not a number." : "there is no value; the slot counts as missing.");
            return;
        }

        if (subject.Series[slot] < 0)
        {
            _subjects.Resolve(subject, slot, what.Resource, what.Unit);
        }

        var scale = subject.Scales[slot];
        if (double.IsNaN(scale))
        {
            Report(parsed, FaultRule.UnknownCapacity, line, what.Name, text, $"the capacity of {subject.Text} is unknown, so {what.Unit} cannot be turned into {what.Resource.Unit}; give an inventory, or a capacity for all.");
            return;
        }

        (what.IsCounter ? parsed.Counters : parsed.Gauges).Add(subject.Series[slot], time, value * scale, line, column);
    }

    private void Report(ParsedChunk parsed, FaultRule rule, long line, string column, ReadOnlySpan<byte> value, string message)
    {
        if (parsed.Faults.Count(rule))
        {
            parsed.Faults.Keep(new Fault { File = _plan.File, Line = line, Column = column, Value = Shown(value), Rule = rule, Message = message });
        }
    }
}
