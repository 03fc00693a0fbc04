using System.Globalization;
using Placement.Scheduling;

namespace Placement.Cli.Output;

/// <summary>A running fleet in words: nodes with their fill, replicas with their state, events one a line.</summary>
internal static class FleetText
{
    public static string Render(FleetSnapshot fleet, int width)
    {
        var nodes = Tables.New("node", "state", ">cpu", ">memory", ">replicas");
        foreach (var node in fleet.Nodes)
        {
            var state = !node.Alive ? "lost" : node.Draining ? "draining" : node.Cordoned ? "cordoned" : "open";
            nodes.Row(node.Report.NodeId, state, Share(node.UsedCpuMillicores, node.Report.CpuMillicores), Share(node.UsedMemoryBytes, node.Report.MemoryBytes), Number(node.Replicas));
        }

        var replicas = Tables.New("replica", "phase", "node", ">start", "note");
        foreach (var replica in fleet.Replicas)
        {
            replicas.Row(replica.ReplicaId, replica.Phase == ReplicaPhase.Running && !replica.Available ? "Running, not healthy" : replica.Phase.ToString(), replica.NodeId ?? "", Number(replica.Attempt), Note(replica));
        }

        var silent = string.Concat(fleet.SilentNodes.Select(s => Silence(s) + "\n"));
        return $"{Tables.Render(nodes, width)}\n{silent}\n{Tables.Render(replicas, width)}";
    }

    public static string Silence(SilentNode silent) => $"{silent.NodeId} does not answer: {silent.Reason}";

    public static string Line(SchedulerEvent happened) => string.Join(' ', new[]
    {
        happened.At.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture), happened.Kind.ToString(), happened.ReplicaId ?? happened.Service, happened.NodeId is { } node ? "on " + node : null, happened.Detail is { } detail ? $"({detail})" : null,
    }.Where(part => !string.IsNullOrEmpty(part)));

    /// <summary>Says that the update of a service has failed for good; null while it may still go well.</summary>
    public static string? Broken(FleetSnapshot fleet, string service) => fleet.Services.FirstOrDefault(s => s.Spec.Name == service) switch
    {
        { Rollout: RolloutState.RolledBack, Revision: var revision } => $"failed its update and goes back to revision {revision}",
        { Rollout: RolloutState.Failed, Revision: var revision } => $"failed its update to revision {revision}, which stopped where it is",
        _ => null,
    };

    /// <summary>Says why the replicas of a service that do not run do not.</summary>
    public static string Why(FleetSnapshot fleet, string service) => string.Join(" ", fleet.Replicas
        .Where(r => r.Service == service && !r.Available && r.Phase != ReplicaPhase.Completed)
        .Select(r => $"{r.ReplicaId} is {r.Phase}{(Note(r) is { Length: > 0 } note ? $": {note}" : "")}."));

    private static string Note(ReplicaStatus replica) =>
        replica.Reasons.Count > 0 ? string.Join(", ", replica.Reasons.Select(r => r.Nodes > 0 ? $"{r.Code} on {r.Nodes} nodes" : r.Code))
        : replica is { Available: false, LastEnd: not null, Phase: not ReplicaPhase.Completed } ? $"{(replica.CrashLooping ? "crash-looping, " : "")}{replica.LastEnd}"
        : "";

    private static string Share(long used, long all) => all == 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * used / all:0} %");

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
