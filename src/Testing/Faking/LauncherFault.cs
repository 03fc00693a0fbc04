namespace Placement.Testing;

/// <summary>What goes wrong in a call to a launcher.</summary>
public enum LauncherFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It throws and has done nothing.</summary>
    ThrowsBefore,

    /// <summary>It does its work, but the answer is lost.</summary>
    ThrowsAfter,

    /// <summary>A start is refused by the node.</summary>
    RefusedByNode,

    /// <summary>A start is refused for every node.</summary>
    RefusedEverywhere,

    /// <summary>A start is answered before the replica runs; a notice tells the rest.</summary>
    AnswersEarly,
}
