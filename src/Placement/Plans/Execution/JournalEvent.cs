namespace Placement.Plans;

/// <summary>What a line of a journal records.</summary>
internal enum JournalEvent
{
    Begun,
    StepBegun,
    StepDone,
    StepFailed,
    RollbackBegun,
    UndoBegun,
    UndoDone,
    Completed,
    RolledBack,
}
