namespace Placement.Studies;

/// <summary>What to do with a request.</summary>
public enum RightSizingVerdict
{
    /// <summary>The request is within a tenth of the need.</summary>
    Keep,

    /// <summary>The request is above the need.</summary>
    Lower,

    /// <summary>The request is below the need.</summary>
    Raise,

    /// <summary>The data are too thin to say: no advice is given.</summary>
    Refused,
}
