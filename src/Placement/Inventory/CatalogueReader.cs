namespace Placement.Inventory;

/// <summary>Reads the rows of a price catalogue.</summary>
internal static class CatalogueReader
{
    private static readonly InventoryColumn[] Columns =
    [
        new("id", ColumnKind.Text, true, "type", "node_type", "instance_type", "machine_type", "vm_size", "name", "sku"),
        InventoryColumn.Cpu(true),
        InventoryColumn.Memory(true),
        InventoryColumn.Price(true),
        new("provider", ColumnKind.Text, false, "cloud", "vendor"),
        new("region", ColumnKind.Text, false, "location"),
        new("as_of", ColumnKind.Text, false, "date"),
        new("source", ColumnKind.Text, false, "url"),
    ];

    public static PriceCatalogue? Read(InventoryBytes bytes, IReadOnlyDictionary<string, string> mapping, InventoryFaults faults)
    {
        if (InventoryTable.Read(bytes, Columns, mapping, faults) is not { } table)
        {
            return null;
        }

        var seen = new Dictionary<string, long>(StringComparer.Ordinal);
        var types = new List<NodeType>(table.Rows.Count);
        foreach (var (fields, line) in table.Rows)
        {
            var row = new InventoryRow(table, fields, line, faults);
            var id = row.Name("id");
            if (!seen.TryAdd(id, line))
            {
                row.Fault("id", id, $"The name stands in line {seen[id]} already.", "Names must be unique; write the region into the name when the same type is listed twice.");
            }

            types.Add(new()
            {
                Id = id,
                Millicores = Positive(row, "cpu", row.Cpu("cpu", Rounding.Down)),
                MemoryBytes = Positive(row, "memory", row.Memory("memory", Rounding.Down)),
                PriceMicroDollarsPerHour = Positive(row, "price", row.Price("price")),
                Provider = row.Text("provider"),
                Region = row.Text("region"),
                AsOf = row.Text("as_of"),
                Source = row.Text("source"),
            });
        }

        return new() { Types = types, Source = table.ToSource(bytes, "price catalogue") };
    }

    private static long Positive(InventoryRow row, string column, long? value)
    {
        if (value == 0 || (value is null && row.Text(column).Length == 0))
        {
            row.Fault(column, row.Text(column), "The value must be above 0.", "A type without it cannot be bought.");
        }

        return value ?? 0;
    }
}
