using Placement.Bounds;

namespace Placement.ColumnGeneration;

/// <summary>A set of replicas that fits on a node of a class.</summary>
internal sealed class Pattern(int nodeClass, PatternPart[] parts)
{
    public int NodeClass { get; } = nodeClass;

    /// <summary>Gets the parts, by ascending group.</summary>
    public PatternPart[] Parts { get; } = [.. parts.OrderBy(p => p.Group)];

    /// <summary>A key that equal patterns share.</summary>
    public string Key => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{NodeClass}:{string.Join(',', Parts.Select(p => (p.Group << 12) + p.Count))}");

    /// <summary>Whether every part is within a demand.</summary>
    public bool IsWithin(int[] demand)
    {
        foreach (var part in Parts)
        {
            if (part.Count > demand[part.Group])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The pattern cut down to a demand, or <see langword="null"/> when nothing is left.</summary>
    public Pattern? Within(int[] demand)
    {
        var parts = Parts.Select(p => new PatternPart(p.Group, Math.Min(p.Count, demand[p.Group]))).Where(p => p.Count > 0).ToArray();
        return parts.Length == 0 ? null : new(NodeClass, parts);
    }
}
