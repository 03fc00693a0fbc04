using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Placement.Reporting;

namespace Placement.Tests.Reporting;

public sealed class ReportSchemaTests
{
    private static readonly Lazy<string> Sample = new(() => SavingsReport.Create(SampleFleet.Study(slots: 288)).ToJson());

    private static string ShippedPath()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Placement.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder.FullName, "docs", "schemas", "report-1.schema.json");
    }

    [Fact]
    public void The_shipped_schema_is_the_schema_of_the_code()
    {
        if (Environment.GetEnvironmentVariable("PLACEMENT_WRITE_SCHEMA") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(ShippedPath())!);
            File.WriteAllText(ShippedPath(), ReportSchema.Text());
        }

        Assert.Equal(ReportSchema.Text(), File.ReadAllText(ShippedPath()));
    }

    [Fact]
    public void A_report_keeps_to_the_shipped_schema() => Assert.Empty(Faults(Sample.Value));

    [Fact]
    public void A_report_of_a_fleet_without_telemetry_keeps_to_the_shipped_schema()
    {
        var input = SampleFleet.Input(slots: 2, catalogue: false) with { History = null, DataGrade = "" };
        var study = Studies.SmallFleet.Run(input, SampleFleet.Options() with { Headline = new() { ByRequest = true } });

        Assert.Empty(Faults(SavingsReport.Create(study).ToJson()));
    }

    [Fact]
    public void A_missing_an_unknown_and_a_mistyped_member_are_faults()
    {
        JsonNode Changed(Action<JsonObject> change)
        {
            var json = JsonNode.Parse(Sample.Value)!.AsObject();
            change(json);
            return json;
        }

        Assert.Contains(Faults(Changed(j => j["money"]!.AsObject().Remove("saved")).ToJsonString()), f => f.Contains("saved", StringComparison.Ordinal));
        Assert.Contains(Faults(Changed(j => j["surplus"] = 1).ToJsonString()), f => f.Contains("surplus", StringComparison.Ordinal));
        Assert.Contains(Faults(Changed(j => j["nodes"]![0]!["stays"] = "yes").ToJsonString()), f => f.Contains("stays", StringComparison.Ordinal));
    }

    private static List<string> Faults(string json)
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(ShippedPath()));
        using var document = JsonDocument.Parse(json);
        return [.. Faults(schema.RootElement, schema.RootElement, document.RootElement, "$")];
    }

    /// <summary>The part of JSON Schema that the shipped schema uses; a keyword beyond it fails the test.</summary>
    private static IEnumerable<string> Faults(JsonElement root, JsonElement schema, JsonElement value, string path)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            yield break;
        }

        if (schema.TryGetProperty("$ref", out var pointer))
        {
            schema = pointer.GetString()!.Split('/')[1..].Aggregate(root, (at, key) => at.ValueKind == JsonValueKind.Array ? at[int.Parse(key, CultureInfo.InvariantCulture)] : at.GetProperty(key));
        }

        foreach (var keyword in schema.EnumerateObject())
        {
            Assert.Contains(keyword.Name, new[] { "$schema", "title", "description", "type", "properties", "required", "items", "additionalProperties", "format", "default", "pattern" });
        }

        if (schema.TryGetProperty("type", out var type))
        {
            var allowed = type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(t => t.GetString()).ToArray() : [type.GetString()];
            var actual = value.ValueKind switch
            {
                JsonValueKind.Object => "object",
                JsonValueKind.Array => "array",
                JsonValueKind.String => "string",
                JsonValueKind.True or JsonValueKind.False => "boolean",
                JsonValueKind.Null => "null",
                _ => "number",
            };
            if (!allowed.Contains(actual) && !(actual == "number" && allowed.Contains("integer") && value.TryGetInt64(out _)))
            {
                yield return $"{path} is a {actual}, not {string.Join(" or ", allowed)}";
                yield break;
            }
        }

        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var name in schema.TryGetProperty("required", out var required) ? required.EnumerateArray().Select(r => r.GetString()!) : [])
            {
                if (!value.TryGetProperty(name, out _))
                {
                    yield return $"{path} lacks {name}";
                }
            }

            foreach (var member in value.EnumerateObject())
            {
                if (schema.GetProperty("properties").TryGetProperty(member.Name, out var inner))
                {
                    foreach (var fault in Faults(root, inner, member.Value, $"{path}.{member.Name}"))
                    {
                        yield return fault;
                    }
                }
                else if (schema.TryGetProperty("additionalProperties", out var more) && more.ValueKind == JsonValueKind.False)
                {
                    yield return $"{path} has the unknown member {member.Name}";
                }
            }
        }
        else if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out var items))
        {
            foreach (var (index, item) in value.EnumerateArray().Index())
            {
                foreach (var fault in Faults(root, items, item, $"{path}[{index}]"))
                {
                    yield return fault;
                }
            }
        }
    }
}
