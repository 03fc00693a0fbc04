namespace Placement.Studies;

/// <summary>One step of the savings: the spend before and after it.</summary>
public sealed record SavingsPart
{
    /// <summary>Gets the cause.</summary>
    public required SavingsCause Cause { get; init; }

    /// <summary>Gets the spend before the step, in micro-dollars an hour.</summary>
    public required long FromMicroDollarsPerHour { get; init; }

    /// <summary>Gets the spend after the step, in micro-dollars an hour.</summary>
    public required long ToMicroDollarsPerHour { get; init; }

    /// <summary>Gets the nodes after the step.</summary>
    public required int NodesAfter { get; init; }

    /// <summary>Gets the saving, in micro-dollars an hour; negative where the step costs.</summary>
    public long SavedMicroDollarsPerHour => checked(FromMicroDollarsPerHour - ToMicroDollarsPerHour);
}
