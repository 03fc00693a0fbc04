using System.Text.Json.Serialization;

namespace Placement.Parquet.History;

/// <summary>What a file of a history says of itself, beside its rows. Times in milliseconds since 1970-01-01 UTC.</summary>
internal sealed record HistoryFooter
{
    public const string Key = "placement.history";

    /// <summary>The layout of files; raised when an older reader would misread them.</summary>
    public const int CurrentVersion = 2;

    public int Version { get; init; } = CurrentVersion;

    public required long First { get; init; }

    public required long Last { get; init; }

    public required HistoryMark Mark { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HistoryFooter))]
internal sealed partial class HistoryJson : JsonSerializerContext;
