using System.Text.Json.Serialization;
using Placement.Explanations;

namespace Placement.Cli.Output;

/// <summary>The JSON of the command line's own documents.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(List<WrittenFile>))]
[JsonSerializable(typeof(BacktestFindings))]
[JsonSerializable(typeof(IReadOnlyList<ReplicaExplanation>))]
[JsonSerializable(typeof(CheckFindings))]
[JsonSerializable(typeof(AnalysisDocument))]
internal sealed partial class CliJson : JsonSerializerContext;
