using Placement.Inventory;
using Placement.Telemetry.Sources.Presets;

namespace Placement.Cli.Options;

/// <summary>The names of presets: of inventories and of telemetry in one list, since a user has one trace.</summary>
internal static class Presets
{
    public static IReadOnlyList<string> Names { get; } = ["openb", .. FeedPreset.Names];

    public static InventoryPreset InventoryOf(string? name) => name?.ToUpperInvariant() == "OPENB" ? InventoryPreset.Openb : InventoryPreset.Standard;

    /// <summary>Gets the preset of a telemetry file, or <see langword="null"/> when the name is none of a feed.</summary>
    public static FeedPreset? FeedOf(string? name, string path) =>
        name is not null && FeedPreset.Names.Contains(name, StringComparer.OrdinalIgnoreCase) ? FeedPreset.Find(name, path) : null;

    public static void Check(string? name)
    {
        if (name is not null && !Names.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            throw new UsageException($"There is no preset '{name}'. The presets are {string.Join(", ", Names)}.");
        }
    }
}
