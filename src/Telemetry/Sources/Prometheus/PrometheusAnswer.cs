using System.Globalization;
using System.Text.Json;

namespace Placement.Telemetry.Sources.Prometheus;

/// <summary>Reads the JSON of the API without reflection, one token after the other.</summary>
internal sealed class PrometheusAnswer
{
    public string Status { get; private set; } = "";

    public string? Error { get; private set; }

    /// <summary>Gets why the answer is not whole, if the server says so; empty if it does not.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>Gets the series of a range query.</summary>
    public List<RangeSeries> Series { get; } = [];

    /// <summary>Gets the label sets of a list of series.</summary>
    public List<Dictionary<string, string>> LabelSets { get; } = [];

    /// <exception cref="JsonException">The bytes are no answer of the API, or are cut off.</exception>
    public static PrometheusAnswer Read(ReadOnlySpan<byte> json)
    {
        var answer = new PrometheusAnswer();
        var reader = new Utf8JsonReader(json);
        Expect(ref reader, JsonTokenType.StartObject);
        while (Next(ref reader) != JsonTokenType.EndObject)
        {
            var name = reader.GetString();
            Next(ref reader);
            switch (name)
            {
                case "status": answer.Status = reader.GetString() ?? ""; break;
                case "error": answer.Error = reader.GetString(); break;
                case "warnings": answer.ReadWarnings(ref reader); break;
                case "isPartial" when reader.TokenType == JsonTokenType.True: answer.Warnings.Add("the server says that the answer is partial"); break;
                case "data": answer.ReadData(ref reader); break;
                default: reader.Skip(); break;
            }
        }

        return answer.Status.Length > 0 ? answer : throw new JsonException("the answer has no status");
    }

    private void ReadWarnings(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }

        while (Next(ref reader) != JsonTokenType.EndArray)
        {
            Warnings.Add(reader.GetString() ?? "");
        }
    }

    private void ReadData(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (Next(ref reader) != JsonTokenType.EndArray)
            {
                var labels = new Dictionary<string, string>(StringComparer.Ordinal);
                ReadLabels(ref reader, labels);
                LabelSets.Add(labels);
            }

            return;
        }

        while (Next(ref reader) != JsonTokenType.EndObject)
        {
            var name = reader.GetString();
            Next(ref reader);
            if (name == "resultType" && reader.GetString() != "matrix")
            {
                throw new JsonException($"the result is a {reader.GetString()}, not a matrix");
            }

            if (name == "result")
            {
                while (Next(ref reader) != JsonTokenType.EndArray)
                {
                    Series.Add(ReadSeries(ref reader));
                }
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static RangeSeries ReadSeries(ref Utf8JsonReader reader)
    {
        var series = new RangeSeries();
        while (Next(ref reader) != JsonTokenType.EndObject)
        {
            var name = reader.GetString();
            Next(ref reader);
            switch (name)
            {
                case "metric": ReadLabels(ref reader, series.Labels); break;
                case "values": ReadValues(ref reader, series); break;
                case "histograms": throw new JsonException("the result is a native histogram; take a quantile, sum or count of it in the query");
                default: reader.Skip(); break;
            }
        }

        return series;
    }

    private static void ReadLabels(ref Utf8JsonReader reader, Dictionary<string, string> labels)
    {
        while (Next(ref reader) != JsonTokenType.EndObject)
        {
            var label = reader.GetString()!;
            Next(ref reader);
            labels[label] = reader.GetString() ?? "";
        }
    }

    private static void ReadValues(ref Utf8JsonReader reader, RangeSeries series)
    {
        while (Next(ref reader) != JsonTokenType.EndArray)
        {
            Expect(ref reader, JsonTokenType.Number);
            series.Times.Add((long)Math.Round(reader.GetDouble() * 1000));
            Expect(ref reader, JsonTokenType.String);
            series.Values.Add(Value(reader.GetString()!));
            Expect(ref reader, JsonTokenType.EndArray);
        }
    }

    private static double Value(string text) => text switch
    {
        "NaN" => double.NaN,
        "+Inf" or "Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) => value,
        _ => throw new JsonException($"'{text}' is no value"),
    };

    private static JsonTokenType Next(ref Utf8JsonReader reader) => reader.Read() ? reader.TokenType : throw new JsonException("the answer is cut off");

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type)
    {
        if (Next(ref reader) != type)
        {
            throw new JsonException($"a {reader.TokenType} where a {type} should be");
        }
    }
}
