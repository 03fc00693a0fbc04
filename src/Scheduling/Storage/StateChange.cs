namespace Placement.Scheduling;

/// <summary>A new value of one key, or its end.</summary>
public readonly record struct StateChange
{
    /// <summary>Gets the key: up to 200 characters of ASCII, such as <c>replica/web.17</c>.</summary>
    public required string Key { get; init; }

    /// <summary>Gets the value, UTF-8 JSON; null deletes the key, which need not exist.</summary>
    public required byte[]? Value { get; init; }
}
