namespace Placement.Inventory.Generation;

/// <summary>How a service's load goes through the week.</summary>
internal enum ServiceShape
{
    /// <summary>The same day and night: agents, registries, caches.</summary>
    Steady,

    /// <summary>Follows office hours and rests at the weekend.</summary>
    Office,

    /// <summary>Follows private people: evenings, and more at the weekend.</summary>
    Evening,

    /// <summary>Runs a job at night and waits for the rest of the day.</summary>
    Nightly,
}
