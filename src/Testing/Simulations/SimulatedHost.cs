using Placement.Scheduling.Core;

namespace Placement.Testing.Simulations;

/// <summary>One scheduler process: leads until it crashes or is fenced; may be paused like any process.</summary>
internal sealed class SimulatedHost(int number, SchedulerCore core)
{
    public int Number { get; } = number;

    public SchedulerCore Core { get; } = core;

    public bool Crashed { get; set; }

    public bool Paused { get; set; }

    /// <summary>What arrived while it was paused.</summary>
    public List<Action> Backlog { get; } = [];

    public long? WakeAt { get; set; }

    public bool Leads => !Crashed && !Core.Fenced;
}
