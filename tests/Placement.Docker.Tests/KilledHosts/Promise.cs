using Placement.Scheduling;

namespace Placement.Docker.Tests.KilledHosts;

/// <summary>What the client of one service knows: what was acknowledged last, and what was asked since without an answer.</summary>
internal sealed class Promise
{
    public ServiceSpec? Acknowledged { get; private set; }

    /// <summary>Whether the last request was never answered; then either of the two states is right.</summary>
    public bool InDoubt { get; private set; }

    public ServiceSpec? Asked { get; private set; }

    /// <summary>The most replicas that may run at once, surge included, since the fleet was last at rest.</summary>
    public int Most { get; private set; }

    public void Asks(ServiceSpec? spec)
    {
        Asked = spec;
        InDoubt = true;
        Most = Math.Max(Most, Bound(spec));
    }

    public void Answered(bool? accepted)
    {
        if (accepted is { } known)
        {
            InDoubt = false;
            Acknowledged = known ? Asked : Acknowledged;
        }
    }

    /// <summary>Compares with what a scheduler holds, which settles a doubt.</summary>
    public bool Holds(ServiceStatus? held)
    {
        var state = held is null or { Stopping: true } ? null : held.Spec;
        if (!Same(state, Acknowledged) && !(InDoubt && Same(state, Asked)))
        {
            return false;
        }

        Acknowledged = state is null ? null : Same(state, Acknowledged) ? Acknowledged : Asked;
        InDoubt = false;
        return true;
    }

    public void Rests() => Most = Bound(Acknowledged);

    private static int Bound(ServiceSpec? spec) => spec is null ? 0 : spec.Replicas + spec.Rollout.MaxSurge;

    private static bool Same(ServiceSpec? one, ServiceSpec? other) =>
        one is null || other is null ? one is null && other is null : one.Replicas == other.Replicas && one.Environment["VERSION"] == other.Environment["VERSION"];
}
