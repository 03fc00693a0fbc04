namespace Placement.Testing;

/// <summary>A program that a conformance check wants to run.</summary>
public enum TestProgram
{
    /// <summary>Runs until asked to stop, then ends at once.</summary>
    RunsOn,

    /// <summary>Runs on when asked to stop; only a kill ends it.</summary>
    Stubborn,

    /// <summary>Ends by itself, soon, with the exit code that its environment variable <c>CODE</c> holds.</summary>
    Ends,

    /// <summary>Takes more memory than it was promised, and is killed for it.</summary>
    OutOfMemory,

    /// <summary>Does not exist.</summary>
    Absent,
}
