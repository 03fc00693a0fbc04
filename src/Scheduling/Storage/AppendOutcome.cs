namespace Placement.Scheduling;

/// <summary>What came of an append.</summary>
public enum AppendOutcome
{
    /// <summary>The batch survives power loss.</summary>
    Durable,

    /// <summary>A higher generation exists; nothing was changed and the caller must stop acting.</summary>
    Fenced,
}
