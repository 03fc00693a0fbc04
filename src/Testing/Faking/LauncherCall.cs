namespace Placement.Testing;

/// <summary>A call to a launcher.</summary>
public enum LauncherCall
{
    /// <summary>A start.</summary>
    Start,

    /// <summary>A stop.</summary>
    Stop,

    /// <summary>A list.</summary>
    List,
}
