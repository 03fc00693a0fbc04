namespace Placement.Telemetry.Samples;

/// <summary>What a series measures. CPU is held in millicores, memory in bytes, any other resource in the unit of its feed.</summary>
public readonly record struct Resource : IComparable<Resource>
{
    private readonly string? _name;

    private Resource(string name) => _name = name;

    /// <summary>Gets CPU; the canonical unit is the millicore.</summary>
    public static Resource Cpu { get; } = new("cpu");

    /// <summary>Gets memory; the canonical unit is the byte.</summary>
    public static Resource Memory { get; } = new("memory");

    /// <summary>Gets the name: <c>cpu</c>, <c>memory</c>, or that of a custom resource, in lower case.</summary>
    public string Name => _name ?? "cpu";

    /// <summary>Gets the canonical unit: <c>millicores</c>, <c>bytes</c> or <c>units</c>.</summary>
    public string Unit => this == Cpu ? "millicores" : this == Memory ? "bytes" : "units";

    /// <summary>Makes the resource of that name; letter case does not matter, and <c>mem</c> is <c>memory</c>.</summary>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty or white space.</exception>
    public static Resource FromName(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
#pragma warning disable CA1308 // names are lower case by contract, not for comparison of user text
        return name.Trim().ToLowerInvariant() switch
        {
            "cpu" => Cpu,
            "memory" or "mem" => Memory,
            var other => new(other),
        };
#pragma warning restore CA1308
    }

    /// <inheritdoc />
    public bool Equals(Resource other) => string.Equals(Name, other.Name, StringComparison.Ordinal);

    /// <inheritdoc />
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Name);

    /// <inheritdoc />
    public int CompareTo(Resource other) => string.CompareOrdinal(Name, other.Name);

    /// <summary>Whether the left name sorts first.</summary>
    public static bool operator <(Resource left, Resource right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left name sorts last.</summary>
    public static bool operator >(Resource left, Resource right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left name does not sort last.</summary>
    public static bool operator <=(Resource left, Resource right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left name does not sort first.</summary>
    public static bool operator >=(Resource left, Resource right) => left.CompareTo(right) >= 0;

    /// <summary>Prints the name.</summary>
    public override string ToString() => Name;
}
