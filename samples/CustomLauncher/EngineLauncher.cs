using System.Runtime.CompilerServices;
using Placement.Scheduling;

namespace CustomLauncher;

/// <summary>A launcher for an engine of one's own: everything that the scheduler needs, and nothing kept in memory.</summary>
internal sealed class EngineLauncher(Engine engine) : IWorkloadLauncher
{
    public async Task<LaunchOutcome> StartAsync(LaunchRequest request, CancellationToken cancellationToken)
    {
        var wanted = request.Identity;
        if (!engine.RaiseNote(wanted.Owner, request.Generation))
        {
            return new LaunchOutcome { Status = LaunchStatus.Fenced }; // a newer leader was here
        }

        foreach (var (job, identity) in JobsOf(wanted.Owner, wanted.ReplicaId))
        {
            if (identity.Attempt > wanted.Attempt)
            {
                return new LaunchOutcome { Status = LaunchStatus.Fenced }; // a newer attempt is here
            }

            if (identity.Attempt < wanted.Attempt)
            {
                await engine.StopAsync(job.Name, request.Spec.StopGrace); // an older one gives way
                engine.Remove(job.Name);
            }
        }

        if (!Engine.Knows(request.Spec.Command))
        {
            return new LaunchOutcome { Status = LaunchStatus.RefusedEverywhere, Code = "unknown-program", Reason = $"The engine has no program '{string.Join(' ', request.Spec.Command)}'." };
        }

        // One name an incarnation: the engine itself refuses a second job, however many calls come at once.
        var started = engine.RunOrFind($"{wanted.Owner}/{wanted.ReplicaId}/{wanted.Attempt}", OwnershipLabels.Of(request), request.Spec);
        return new LaunchOutcome { Status = started.ExitCode is null ? LaunchStatus.Running : LaunchStatus.Exited, Replica = See(started, wanted, request.Generation) };
    }

    public async Task<LaunchOutcome> StopAsync(StopRequest request, CancellationToken cancellationToken)
    {
        if (!engine.RaiseNote(request.Owner, request.Generation))
        {
            return new LaunchOutcome { Status = LaunchStatus.Fenced };
        }

        foreach (var (job, _) in JobsOf(request.Owner, request.ReplicaId))
        {
            await engine.StopAsync(job.Name, request.Grace);
            engine.Remove(job.Name);
        }

        return new LaunchOutcome { Status = LaunchStatus.Stopped };
    }

    public Task<IReadOnlyList<ObservedReplica>> ListAsync(ListRequest request, CancellationToken cancellationToken)
    {
        engine.RaiseNote(request.Owner, request.Generation);
        return Task.FromResult<IReadOnlyList<ObservedReplica>>([.. JobsOf(request.Owner).Select(j => See(j.Job, j.Identity, OwnershipLabels.TryRead(j.Job.Labels, out _, out var generation) ? generation : 0))]);
    }

    /// <summary>An engine without events: a gap each second has the scheduler list the node.</summary>
    public async IAsyncEnumerable<ReplicaNotice> WatchAsync(string owner, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            yield return ReplicaNotice.Gap(Engine.Node);
            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
        }
    }

    /// <summary>Jobs that carry all our marks; any other is foreign.</summary>
    private IEnumerable<(Job Job, ReplicaIdentity Identity)> JobsOf(string owner, string? replicaId = null)
    {
        foreach (var job in engine.Jobs)
        {
            if (OwnershipLabels.TryRead(job.Labels, out var identity, out _) && identity.Owner == owner && (replicaId is null || identity.ReplicaId == replicaId))
            {
                yield return (job, identity);
            }
        }
    }

    private static ObservedReplica See(Job job, ReplicaIdentity identity, long generation) => new()
    {
        NodeId = Engine.Node,
        Identity = identity,
        Generation = generation,
        State = job.ExitCode is null ? ReplicaState.Running : ReplicaState.Exited,
        ExitCode = job.ExitCode,
        ExitReason = job.Killed ? ExitReason.Killed : job.ExitCode switch { null => ExitReason.Unknown, 0 => ExitReason.Completed, _ => ExitReason.Failed },
    };
}
