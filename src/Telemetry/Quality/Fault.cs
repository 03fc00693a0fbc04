namespace Placement.Telemetry.Quality;

/// <summary>One fault: where it is, what stood there, and the rule it broke.</summary>
public sealed record Fault
{
    /// <value>File path, <c>-</c>, or an address.</value>
    public required string File { get; init; }

    /// <value>Line in the file, from 1; 0 when there are no lines.</value>
    public long Line { get; init; }

    /// <value>Name of the column, or the metric; empty when the whole row is meant.</value>
    public string Column { get; init; } = "";

    /// <value>The value as it stood there, cut at 100 characters.</value>
    public string Value { get; init; } = "";

    /// <value>The rule that was broken.</value>
    public required FaultRule Rule { get; init; }

    /// <value>One sentence for a person: the rule in words and a way out.</value>
    public string Message { get; init; } = "";

    /// <summary>Prints <c>file:line, column "x", value "y": message</c>.</summary>
    public override string ToString()
    {
        var place = Line > 0 ? $"{File}:{Line}" : File;
        var column = Column.Length > 0 ? $", column \"{Column}\"" : "";
        return $"{place}{column}, value \"{Value}\": {(Message.Length > 0 ? Message : Rule.ToString())}";
    }
}
