using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;

namespace Placement.Plans;

/// <summary>The JSON schema of plan.json and of approval files, exported from the types that are written and read.</summary>
public static class PlanSchema
{
    /// <summary>Returns the schema of plan.json.</summary>
    public static string OfPlan() => Of(PlanJson.Default.PlanDocument.GetJsonSchemaAsNode(), "Placement plan, version 1");

    /// <summary>Returns the schema of an approval file.</summary>
    public static string OfApproval() => Of(PlanJson.Default.PlanApproval.GetJsonSchemaAsNode(), "Placement plan approval, version 1");

    private static string Of(JsonNode schema, string title)
    {
        var root = new JsonObject { ["$schema"] = "https://json-schema.org/draft/2020-12/schema", ["title"] = title };
        foreach (var (name, value) in schema.AsObject())
        {
            root[name] = value?.DeepClone();
        }

        return root.ToJsonString(new JsonSerializerOptions { WriteIndented = true, NewLine = "\n" }) + "\n";
    }
}
