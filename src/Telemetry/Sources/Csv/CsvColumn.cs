using Placement.Telemetry.Samples;

namespace Placement.Telemetry.Sources.Csv;

/// <summary>One column of values: where it is, and what it measures in which unit.</summary>
internal sealed record CsvColumn(int Index, string Name, Resource Resource, ValueUnit Unit, bool IsCounter);
