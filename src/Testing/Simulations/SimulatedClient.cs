using Placement.Scheduling;

namespace Placement.Testing.Simulations;

/// <summary>What the clients of one service know: the last thing acknowledged, and whether something later is in doubt.</summary>
internal sealed class SimulatedClient
{
    private int _mostReplicas;
    private int _mostSurge;

    /// <summary>The specification last acknowledged; null if the service was stopped or never accepted.</summary>
    public ServiceSpec? Acknowledged { get; set; }

    /// <summary>Whether a request is or was under way of which nobody knows what came.</summary>
    public bool InDoubt { get; set; }

    public long Asked { get; set; }

    /// <summary>Whether a stop was ever asked for: only then may the service disappear.</summary>
    public bool StopAsked { get; set; }

    /// <summary>The most replicas that any specification ever sent lets run at once.</summary>
    public int MostRunning => _mostReplicas + _mostSurge;

    public void Sends(ServiceSpec spec)
    {
        _mostReplicas = Math.Max(_mostReplicas, spec.Replicas);
        _mostSurge = Math.Max(_mostSurge, spec.Rollout.MaxSurge);
    }
}
