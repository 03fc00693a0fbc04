using System.Text.Json.Serialization;
using Placement.Telemetry.Profiles;
using Placement.Telemetry.Quality;

namespace Placement.Cli.Watching;

/// <summary>The profiles of a window as a file of their own. Usage in millicores, bytes or units.</summary>
internal sealed record ProfileDocument(DateTimeOffset Start, DateTimeOffset End, DataGrade Grade, IReadOnlyList<ProfileDocument.Series> Profiles)
{
    public static ProfileDocument Of(TelemetryWindow window) => new(
        window.Axis.Start,
        window.Axis.StartOf(window.Axis.Count),
        window.Grade,
        [.. window.Profiles.Select(p => new Series(p.Key.Kind.ToString(), p.Key.Subject, p.Key.Resource.Name, p.Mean, p.P50, p.P95, p.P99, p.Max, p.Slots, p.MissingSlots, p.Grade))]);

    internal sealed record Series(string Kind, string Subject, string Resource, double Mean, double P50, double P95, double P99, double Max, int Slots, int MissingSlots, DataGrade Grade);
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ProfileDocument))]
internal sealed partial class ProfileJson : JsonSerializerContext;
