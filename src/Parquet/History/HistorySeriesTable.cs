using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;
using Placement.Telemetry.Samples;

namespace Placement.Parquet.History;

/// <summary>The series of a row group as one packed text, kept beside their numbers: names need not be read row by row.</summary>
internal static class HistorySeriesTable
{
    public const string Key = "placement.series";

    public static string Write(IReadOnlyList<HistorySeries> series)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            JsonSerializer.Serialize(brotli, [.. series.Select(Row.Of)], HistorySeriesJson.Default.RowArray);
        }

        return Convert.ToBase64String(packed.GetBuffer(), 0, (int)packed.Length);
    }

    public static HistorySeries[] Read(string text)
    {
        using var brotli = new BrotliStream(new MemoryStream(Convert.FromBase64String(text)), CompressionMode.Decompress);
        return [.. (JsonSerializer.Deserialize(brotli, HistorySeriesJson.Default.RowArray) ?? throw new JsonException("the table of series is empty")).Select(row => row.ToSeries())];
    }

    /// <summary>A series with the short names that it has in the table.</summary>
    internal sealed record Row(string K, string S, string R, bool T, bool Z, long C)
    {
        public static Row Of(HistorySeries series) =>
            new(HistoryWriter.NameOf(series.Key.Kind), series.Key.Subject, series.Key.Resource.Name, series.IsTotal, series.HasRealZeros, series.Capacity);

        public HistorySeries ToSeries() => new(new(K == HistoryWriter.NameOf(SubjectKind.Node) ? SubjectKind.Node : SubjectKind.Replica, S, Resource.FromName(R)), T, Z, C);
    }
}

[JsonSerializable(typeof(HistorySeriesTable.Row[]))]
internal sealed partial class HistorySeriesJson : JsonSerializerContext;
