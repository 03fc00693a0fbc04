using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;

namespace Placement.Reporting;

/// <summary>The JSON schema of report.json, made from the types that write it; the shipped copy is docs/schemas/report-1.schema.json.</summary>
internal static class ReportSchema
{
    public static string Text()
    {
        var body = ReportJsonContext.Default.ReportDocument.GetJsonSchemaAsNode(new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true }).AsObject();
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "Placement cost-savings report, version 1",
            ["description"] = "Money is in whole micro-units of the currency an hour (1,000,000 = 1); a month is 730 hours. Shares are from 0 to 1. CPU is in millicores, memory in bytes, times are ISO 8601. docs/report.md explains every figure.",
        };
        foreach (var (name, value) in body.ToList())
        {
            body.Remove(name);
            schema[name] = value;
        }

        return schema.ToJsonString(new JsonSerializerOptions(ReportJsonContext.Default.Options) { WriteIndented = true, NewLine = "\n" }) + "\n";
    }
}
