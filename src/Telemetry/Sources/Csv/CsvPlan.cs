using System.Globalization;
using Placement.Telemetry.Quality;
using Placement.Telemetry.Samples;

namespace Placement.Telemetry.Sources.Csv;

/// <summary>How the rows of one file are read: the options applied to its header.</summary>
internal sealed class CsvPlan
{
    private CsvPlan(string file, CsvSourceOptions options, IReadOnlyList<string> headers, char separator) =>
        (File, Options, Headers, Separator) = (file, options, headers, separator);

    public string File { get; }

    public CsvSourceOptions Options { get; }

    /// <summary>Names of the columns; empty without a header.</summary>
    public IReadOnlyList<string> Headers { get; }

    public char Separator { get; }

    public CsvLayout Layout { get; private set; }

    public SubjectKind Kind { get; private set; }

    public int Time { get; private set; } = -1;

    public int Subject { get; private set; } = -1;

    /// <summary>Column with the resource's name, or -1; then the only column is that of the value, and its resource differs from row to row.</summary>
    public int ResourceName { get; private set; } = -1;

    public IReadOnlyList<CsvColumn> Columns { get; private set; } = [];

    /// <summary>Series that a parser keeps for each subject, at first.</summary>
    public int SlotsPerSubject => ResourceName >= 0 ? 4 : Layout == CsvLayout.SamplePerRow ? Columns.Count : 1;

    /// <summary>Fields that a row must have; more are allowed only without a header.</summary>
    public int Fields { get; private set; }

    /// <summary>Names for messages, by index in <see cref="Columns"/>.</summary>
    public string[] ColumnNames { get; private set; } = [];

    /// <exception cref="InvalidTelemetryException">A column is missing or the unit of one is not stated.</exception>
    public static CsvPlan Make(string file, CsvSourceOptions options, IReadOnlyList<string> headers, int fieldCount, char separator)
    {
        var plan = new CsvPlan(file, options, headers, separator);
        plan.Layout = options.Layout != CsvLayout.Auto ? options.Layout : plan.DetectLayout();
        switch (plan.Layout)
        {
            case CsvLayout.SeriesPerRow:
                plan.PlanSeriesPerRow(fieldCount);
                break;
            case CsvLayout.TimePerRow:
                plan.PlanTimePerRow();
                break;
            default:
                plan.PlanSamplePerRow();
                break;
        }

        plan.ColumnNames = [.. plan.Columns.Select(column => column.Name)];
        plan.Fields = headers.Count > 0 ? headers.Count : 1 + Math.Max(plan.Columns.Max(column => column.Index), Math.Max(plan.Time, Math.Max(plan.Subject, plan.ResourceName)));
        return plan;
    }

    /// <summary>The unit of a resource whose column does not say it.</summary>
    public bool TryUnitOf(Resource resource, string column, out ValueUnit unit) =>
        Options.Units.TryGetValue(resource, out unit)
        || (ValueUnits.TryFromColumn(column, out unit) && ValueUnits.Fits(unit, resource))
        || (resource != Resource.Cpu && resource != Resource.Memory && Is(ValueUnit.Units, out unit));

    private static bool Is(ValueUnit given, out ValueUnit unit)
    {
        unit = given;
        return true;
    }

    private static bool IsSlotName(string name) =>
        name.Length > 1 && name[0] is 't' or 'T' && int.TryParse(name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private CsvLayout DetectLayout()
    {
        if (Headers.Any(header => IsSlotName(header.Trim())))
        {
            return CsvLayout.SeriesPerRow;
        }

        var subject = Options.Map.Subject ?? ColumnMap.FindSubject(Headers);
        var time = Options.Map.Time ?? ColumnMap.FindTime(Headers);
        return subject is null && time is not null && Headers.Count > 1 && Options.Map.Values.Count == 0 ? CsvLayout.TimePerRow : CsvLayout.SamplePerRow;
    }

    private void PlanSamplePerRow()
    {
        var map = Options.Map;
        Time = Find(map.Time ?? ColumnMap.FindTime(Headers), "time");
        Subject = FindSubject();
        var resourceColumn = map.Resource ?? Headers.FirstOrDefault(ColumnMap.IsResourceColumn);
        if (resourceColumn is not null)
        {
            ResourceName = Find(resourceColumn, "resource");
            var value = map.Values.GetValueOrDefault(Resource.FromName("value")) ?? "value";
            Columns = [new CsvColumn(Find(value, "value"), value, Resource.Cpu, ValueUnit.Units, IsCounter: false)];
            return;
        }

        var values = map.Values.Count > 0
            ? map.Values.Select(pair => (Resource: pair.Key, Column: pair.Value)).OrderBy(pair => pair.Resource)
            : Headers.Select(header => (Resource: GuessResource(header), Column: header)).Where(pair => pair.Resource is not null).Select(pair => (Resource: pair.Resource!.Value, pair.Column)).DistinctBy(pair => pair.Resource).OrderBy(pair => pair.Resource);
        Columns = [.. values.Select(pair => ColumnOf(Find(pair.Column, pair.Resource.Name), pair.Column, pair.Resource))];
        if (Columns.Count == 0)
        {
            throw Missing("value", "Name the columns of values, as cpu=COLUMN,memory=COLUMN.");
        }
    }

    private void PlanSeriesPerRow(int fieldCount)
    {
        Subject = Headers.Count == 0 && Options.Map.Subject is null ? 0 : FindSubject();
        var indexes = Headers.Count == 0
            ? Enumerable.Range(0, fieldCount).Where(index => index != Subject)
            : Enumerable.Range(0, Headers.Count).Where(index => IsSlotName(Headers[index].Trim())).OrderBy(index => int.Parse(Headers[index].Trim().AsSpan(1), CultureInfo.InvariantCulture));
        var unit = UnitOf(Options.WideResource, "the row's values");
        Columns = [.. indexes.Select(index => new CsvColumn(index, NameOf(index), Options.WideResource, unit, Options.Counters.Contains(Options.WideResource)))];
        if (Columns.Count == 0)
        {
            throw Missing("t0", "A row a series needs the columns t0, t1, ...");
        }

        if (Headers.Count == 0)
        {
            Kind = Options.Map.Kind ?? SubjectKind.Replica;
        }
    }

    private void PlanTimePerRow()
    {
        Time = Headers.Count > 0 ? Find(Options.Map.Time ?? ColumnMap.FindTime(Headers) ?? Headers[0], "time") : throw Missing("header", "A row a time needs a header with the names of the subjects.");
        Kind = Options.Map.Kind ?? SubjectKind.Node;
        Columns = [.. Enumerable.Range(0, Headers.Count).Where(index => index != Time && Headers[index].Trim().Length > 0).Select(index => ColumnOf(index, Headers[index], Options.WideResource))];
        if (Columns.Count == 0)
        {
            throw Missing("value", "A row a time needs a column a subject.");
        }
    }

    private CsvColumn ColumnOf(int index, string name, Resource resource) => new(index, name, resource, UnitOf(resource, name), Options.Counters.Contains(resource));

    private int FindSubject()
    {
        var name = Options.Map.Subject ?? ColumnMap.FindSubject(Headers);
        Kind = Options.Map.Kind ?? (name is null ? SubjectKind.Node : ColumnMap.KindOf(name));
        return Find(name, "node or replica");
    }

    private ValueUnit UnitOf(Resource resource, string column)
    {
        if (!TryUnitOf(resource, column, out var unit))
        {
            throw new InvalidTelemetryException($"{File}:1: the unit of column \"{column}\" ({resource}) is not stated, and its name does not end in one. State it, as {resource}=percent, cores, millicores, MHz, bytes or MiB.");
        }

        return ValueUnits.Fits(unit, resource)
            ? unit
            : throw new InvalidTelemetryException($"{File}:1: column \"{column}\" is {resource}, which is not measured in {unit}.");
    }

    private int Find(string? name, string what)
    {
        if (name is null)
        {
            throw Missing(what, $"Map one, as {(what == "time" ? "time" : "node")}=COLUMN.");
        }

        if (name.StartsWith('#') && int.TryParse(name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1)
        {
            return number - 1;
        }

        for (var index = 0; index < Headers.Count; index++)
        {
            if (Headers[index].Trim().Equals(name.Trim(), StringComparison.OrdinalIgnoreCase))
            {
                return index;
            }
        }

        throw Missing(name, $"It should hold the {what}. Map the column that does, by name or as #NUMBER.");
    }

    private InvalidTelemetryException Missing(string what, string wayOut)
    {
        var headers = Headers.Count == 0 ? "The file has no header" : $"The columns are {string.Join(", ", Headers.Take(12))}{(Headers.Count > 12 ? ", ..." : "")}";
        var fault = new Fault { File = File, Line = 1, Column = what, Rule = FaultRule.MalformedRow, Message = $"there is no column \"{what}\". {headers}. {wayOut}" };
        return new InvalidTelemetryException(fault.ToString(), [fault]);
    }

    private string NameOf(int index) => index < Headers.Count ? Headers[index] : string.Create(CultureInfo.InvariantCulture, $"#{index + 1}");

    private static Resource? GuessResource(string header)
    {
        var name = header.Trim();
        return name.StartsWith("cpu", StringComparison.OrdinalIgnoreCase) ? Resource.Cpu
            : name.StartsWith("mem", StringComparison.OrdinalIgnoreCase) ? Resource.Memory
            : null;
    }
}
