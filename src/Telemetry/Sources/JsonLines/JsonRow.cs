using System.Text;
using System.Text.Json;
using Placement.Telemetry.Sources.Tables;

namespace Placement.Telemetry.Sources.JsonLines;

/// <summary>The fields of one line, or why it has none.</summary>
internal sealed record JsonRow(List<(string Name, TableCell Cell)> Fields, string? Fault, string Text)
{
    public static JsonRow Read(ReadOnlySpan<byte> line)
    {
        var fields = new List<(string, TableCell)>(4);
        try
        {
            var reader = new Utf8JsonReader(line);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return Faulty(line, "the line is no JSON object.");
            }

            ReadObject(ref reader, "", fields);
            return reader.Read() ? Faulty(line, "more than one object stands on the line.") : new JsonRow(fields, null, "");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return Faulty(line, "the line is no JSON, or is cut off."); // or text that is no UTF-8
        }
    }

    private static JsonRow Faulty(ReadOnlySpan<byte> line, string fault) => new([], fault, Encoding.UTF8.GetString(line[..Math.Min(100, line.Length)]));

    private static void ReadObject(ref Utf8JsonReader reader, string prefix, List<(string, TableCell)> fields)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = prefix + reader.GetString();
            reader.Read();
            switch (reader.TokenType)
            {
                case JsonTokenType.Number: fields.Add((name, TableCell.Of(reader.GetDouble()))); break;
                case JsonTokenType.String: fields.Add((name, TableCell.Of(reader.GetString()))); break;
                case JsonTokenType.Null: fields.Add((name, default)); break;
                case JsonTokenType.StartObject: ReadObject(ref reader, name + ".", fields); break;
                case JsonTokenType.StartArray: reader.Skip(); break;
                default: fields.Add((name, TableCell.Of(reader.TokenType == JsonTokenType.True ? "true" : "false"))); break;
            }
        }
    }
}
