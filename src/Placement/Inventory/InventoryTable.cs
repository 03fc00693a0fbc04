using System.Text;
using CsvHelper;

namespace Placement.Inventory;

/// <summary>A CSV file taken apart: its columns found by header, its rows with their lines.</summary>
internal sealed class InventoryTable
{
    private const int MostShown = 400; // bytes of a row or a header in a message

    private readonly Dictionary<string, (int Index, string Header, string Unit)> _found = new(StringComparer.Ordinal);
    private readonly List<(string Label, int Index)> _labels = [];
    private readonly string[] _headers;

    private InventoryTable(InventoryBytes bytes, string[] headers)
    {
        Name = bytes.Name;
        _headers = headers;
    }

    public string Name { get; }

    /// <summary>Gets the columns whose header is <c>label_NAME</c>, as label names with their field index.</summary>
    public IReadOnlyList<(string Label, int Index)> Labels => _labels;

    public List<(string[] Fields, long Line)> Rows { get; } = [];

    /// <summary>Gets whether every row could be taken apart; if not, a name that is missing may stand in a row that was left out.</summary>
    public bool IsWhole { get; private set; } = true;

    public IReadOnlyList<string> IgnoredColumns { get; private set; } = [];

    /// <summary>Takes a file apart.</summary>
    /// <returns>The table, or <see langword="null"/> when not even its header is usable; faults are added either way.</returns>
    public static InventoryTable? Read(InventoryBytes bytes, IReadOnlyList<InventoryColumn> columns, IReadOnlyDictionary<string, string> mapping, InventoryFaults faults)
    {
        var options = CsvReaderOptions.Default with
        {
            TrimWhitespace = true,
            TrackLineNumbers = true,
            CommentPrefix = '#',
            AllowLineBreaksInQuotes = false,
            OnMalformedRecord = record => faults.Add(new()
            {
                File = bytes.Name,
                Line = record.LineNumber,
                Rule = "The quotes of the row do not match.",
                WayOut = "Quote a whole field, and double the quotes inside it.",
            }),
        };
        using var reader = CsvReader.Create(bytes.Content, options);
        reader.ReadHeader();
        string[] headers = [.. reader.Headers.Select(h => h.Trim())];
        var table = new InventoryTable(bytes, headers);
        if (!table.FindColumns(columns, mapping, faults))
        {
            return null;
        }

        var count = 0;
        while (reader.Read())
        {
            count++;
            if (reader.FieldCount != headers.Length)
            {
                table.IsWhole = false;
                faults.Add(new()
                {
                    File = bytes.Name,
                    Line = reader.LineNumber,
                    Value = Encoding.UTF8.GetString(reader.RawRecord[..Math.Min(reader.RawRecord.Length, MostShown)]).TrimEnd('\r', '\n'),
                    Rule = $"The row has {reader.FieldCount} fields; the header has {headers.Length}.",
                    WayOut = "Maybe the file was cut off, or a field holds the separator without quotes.",
                });
                continue;
            }

            var fields = new string[headers.Length];
            for (var f = 0; f < fields.Length; f++)
            {
                fields[f] = reader.GetString(f);
            }

            table.Rows.Add((fields, reader.LineNumber));
        }

        if (count == 0)
        {
            faults.Add(new() { File = bytes.Name, Rule = "The file has a header but no rows.", WayOut = "Give at least one row." });
        }

        return table;
    }

    private string Headers => string.Join(", ", _headers) is var all && all.Length <= MostShown ? all : all[..MostShown] + "...";

    public bool Has(string column) => _found.ContainsKey(column);

    public (int Index, string Header, string Unit)? Find(string column) => _found.TryGetValue(column, out var place) ? place : null;

    public InventorySource ToSource(InventoryBytes bytes, string content) => new()
    {
        Name = bytes.Name,
        Content = content,
        Sha256 = bytes.Sha256,
        Bytes = bytes.StoredBytes,
        Rows = Rows.Count,
        IgnoredColumns = IgnoredColumns,
    };

    private bool FindColumns(IReadOnlyList<InventoryColumn> columns, IReadOnlyDictionary<string, string> mapping, InventoryFaults faults)
    {
        var isUsable = true;
        var used = new bool[_headers.Length];
        foreach (var (name, target) in mapping.OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            isUsable &= Map(name, target, columns, used, faults);
        }

        foreach (var column in columns)
        {
            isUsable &= FindByHeader(column, used, faults);
        }

        var ignored = new List<string>();
        for (var h = 0; h < _headers.Length; h++)
        {
            if (used[h])
            {
                continue;
            }

            var normalized = InventoryColumn.Normalize(_headers[h]);
            if (normalized.StartsWith("label_", StringComparison.Ordinal) && normalized.Length > 6)
            {
                _labels.Add((_headers[h].Trim()[6..], h));
            }
            else if (columns.FirstOrDefault(c => !_found.ContainsKey(c.Name) && Spelling.IsNear(c.Name, normalized)) is { } near)
            {
                isUsable = false;
                faults.Add(new() { File = Name, Line = 1, Column = _headers[h], Rule = $"The header is unknown and looks like \"{near.Name}\" misspelt.", WayOut = "Correct it, or name the column so that it is not taken for a typing error." });
            }
            else
            {
                ignored.Add(_headers[h]);
            }
        }

        IgnoredColumns = ignored;
        return isUsable;
    }

    /// <summary>Maps a column by the user's word: HEADER or HEADER:UNIT.</summary>
    private bool Map(string name, string target, IReadOnlyList<InventoryColumn> columns, bool[] used, InventoryFaults faults)
    {
        var at = Array.IndexOf(_headers, target);
        var unit = "";
        if (at < 0 && target.LastIndexOf(':') is > 0 and var colon)
        {
            unit = target[(colon + 1)..];
            at = Array.IndexOf(_headers, target[..colon]);
        }

        if (columns.All(c => c.Name != name))
        {
            faults.Add(new() { File = Name, Column = name, Rule = "The column mapping names a column that this kind of file does not have.", WayOut = $"It has {string.Join(", ", columns.Select(c => c.Name))}." });
            return false;
        }

        if (at < 0)
        {
            faults.Add(new() { File = Name, Line = 1, Column = name, Value = target, Rule = "The column mapping names a header that the file does not have.", WayOut = $"Its headers are {Headers}." });
            return false;
        }

        used[at] = true;
        _found[name] = (at, _headers[at], unit);
        return true;
    }

    private bool FindByHeader(InventoryColumn column, bool[] used, InventoryFaults faults)
    {
        if (_found.ContainsKey(column.Name))
        {
            return true;
        }

        var matches = new List<(int Index, string Unit)>();
        for (var h = 0; h < _headers.Length; h++)
        {
            if (!used[h] && column.Matches(InventoryColumn.Normalize(_headers[h]), out var unit))
            {
                matches.Add((h, unit));
            }
        }

        switch (matches.Count)
        {
            case 1:
                used[matches[0].Index] = true;
                _found[column.Name] = (matches[0].Index, _headers[matches[0].Index], matches[0].Unit);
                return true;
            case 0 when !column.IsRequired:
                return true;
            case 0:
                faults.Add(new() { File = Name, Line = 1, Column = column.Name, Rule = "The column is missing.", WayOut = $"The headers are {Headers}; map one with {column.Name}=HEADER." });
                return false;
            default:
                faults.Add(new() { File = Name, Line = 1, Column = column.Name, Rule = $"Several headers mean this column: {string.Join(", ", matches.Select(m => _headers[m.Index]))}.", WayOut = $"Choose one with {column.Name}=HEADER." });
                return false;
        }
    }
}
