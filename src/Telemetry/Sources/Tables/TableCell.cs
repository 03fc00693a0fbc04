namespace Placement.Telemetry.Sources.Tables;

/// <summary>One field of a row: nothing, a number, a text or a time.</summary>
public readonly struct TableCell
{
    private readonly double _number;

    private TableCell(double number, string? text, CellKind kind) => (_number, Text, Kind) = (number, text, kind);

    private TableCell(long unixMilliseconds) => (UnixMilliseconds, Kind) = (unixMilliseconds, CellKind.Time);

    internal enum CellKind : byte
    {
        Nothing,
        Number,
        Text,
        Time,
    }

    internal CellKind Kind { get; }

    internal string? Text { get; }

    internal double Number => _number;

    internal long UnixMilliseconds { get; }

    /// <summary>Makes a number.</summary>
    public static TableCell Of(double number) => new(number, null, CellKind.Number);

    /// <summary>Makes a text, which may be a number or a time in writing; <see langword="null"/> is nothing.</summary>
    public static TableCell Of(string? text) => text is null ? default : new(0, text, CellKind.Text);

    /// <summary>Makes a time.</summary>
    /// <param name="unixMilliseconds">Milliseconds since 1970-01-01 UTC.</param>
    public static TableCell AtTime(long unixMilliseconds) => new(unixMilliseconds);

    /// <summary>Prints the field as a message shows it.</summary>
    public override string ToString() => Kind switch
    {
        CellKind.Number => _number.ToString("R", System.Globalization.CultureInfo.InvariantCulture),
        CellKind.Text => Text!.Length > 100 ? Text[..100] : Text,
        CellKind.Time => DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(UnixMilliseconds, -62_135_596_800_000, 253_402_300_799_999)).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture),
        _ => "",
    };
}
