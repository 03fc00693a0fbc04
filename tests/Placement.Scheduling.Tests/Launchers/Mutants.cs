using Placement.Testing;

namespace Placement.Scheduling.Tests.Launchers;

/// <summary>For each check, a launcher that breaks its rule and as little else as possible.</summary>
internal static class Mutants
{
    private static readonly LaunchOutcome Running = new() { Status = LaunchStatus.Running };
    private static readonly LaunchOutcome Stopped = new() { Status = LaunchStatus.Stopped };

    public static IReadOnlyDictionary<string, Func<FakeLauncher, FakeFleet, IWorkloadLauncher>> All { get; } = new Dictionary<string, Func<FakeLauncher, FakeFleet, IWorkloadLauncher>>
    {
        // Says that it runs, and starts nothing.
        ["start-runs"] = (sound, _) => new BrokenLauncher(sound) { Start = (_, _) => Task.FromResult(Running) },
        ["stop-ends"] = (sound, _) => new BrokenLauncher(sound) { Stop = (_, _) => Task.FromResult(Stopped) },
        // Starts another copy when asked again.
        ["start-repeats"] = (sound, fleet) => new BrokenLauncher(sound) { Start = async (request, token) => await ThereAsync(sound, request, token) ? await sound.StartAsync(Copy(request), token) : await sound.StartAsync(request, token) },
        ["stop-repeats"] = (sound, _) => new BrokenLauncher(sound)
        {
            Stop = async (request, token) => (await ListAsync(sound, request.NodeId, request.Owner, token)).Any(r => r.Identity.ReplicaId == request.ReplicaId)
                ? await sound.StopAsync(request, token)
                : throw new InvalidOperationException("no such replica"),
        },
        // Restarts what ended.
        ["ended-stays-ended"] = (sound, _) => new BrokenLauncher(sound)
        {
            Start = async (request, token) => await sound.StartAsync(request, token) is { Status: LaunchStatus.Exited } ? await sound.StartAsync(Copy(request), token) : Running,
        },
        // Leaves the older attempt beside the newer one.
        ["attempt-replaces"] = (sound, _) => new BrokenLauncher(sound) { Start = async (request, token) => await sound.StartAsync(await ThereAsync(sound, request, token) ? Copy(request) : request, token) },
        ["old-attempt-fenced"] = (sound, _) => new BrokenLauncher(sound)
        {
            Start = async (request, token) => await sound.StartAsync(request, token) is { Status: not LaunchStatus.Fenced } outcome ? outcome : Running,
        },
        // Looks, waits, and only then starts.
        ["together-one-replica"] = (sound, _) => new BrokenLauncher(sound)
        {
            Start = async (request, token) =>
            {
                var there = await ThereAsync(sound, request, token);
                await Task.Delay(50, token);
                return there || !await ThereAsync(sound, request, token) ? await sound.StartAsync(request, token) : await sound.StartAsync(Copy(request), token);
            },
        },
        // Starts one at a time and fails the others.
        ["together-many-replicas"] = (sound, _) => OneAtATime(sound),
        ["fence-start"] = (sound, _) => new BrokenLauncher(sound) { Start = (request, token) => sound.StartAsync(request with { Generation = 100 }, token) },
        ["fence-stop"] = (sound, _) => new BrokenLauncher(sound) { Stop = (request, token) => sound.StopAsync(request with { Generation = 100 }, token) },
        ["fence-by-list"] = (sound, _) => new BrokenLauncher(sound) { List = (request, token) => sound.ListAsync(request with { Generation = 0 }, token) },
        ["fence-never-refuses-list"] = (sound, _) => new BrokenLauncher(sound)
        {
            List = async (request, token) => request.Generation is 0 or > 5 ? await sound.ListAsync(request, token) : [],
        },
        // One fence for all owners.
        ["fence-of-one-owner"] = (sound, _) => new BrokenLauncher(sound) { Start = (request, token) => request.Generation < 5 ? Task.FromResult(new LaunchOutcome { Status = LaunchStatus.Fenced }) : sound.StartAsync(request, token) },
        // Stops by the replica's id alone.
        ["owner-only"] = (sound, _) => new BrokenLauncher(sound)
        {
            Stop = async (request, token) =>
            {
                await sound.StopAsync(request with { Owner = request.Owner + "x" }, token);
                return await sound.StopAsync(request, token);
            },
        },
        ["foreign-untouched"] = (sound, fleet) => new BrokenLauncher(sound)
        {
            Stop = (request, _) =>
            {
                fleet.RemoveForeign(request.NodeId, $"foreign-{request.Owner}/{request.ReplicaId}");
                return Task.FromResult(Stopped);
            },
        },
        // Forgets, over a restart, which generation started what.
        ["adoption"] = (sound, _) => new BrokenLauncher(sound)
        {
            List = async (request, token) => [.. (await sound.ListAsync(request, token)).Select(r => r with { Generation = 1 })],
        },
        // Never asks, only waits and kills.
        ["grace-asks"] = (sound, _) => new BrokenLauncher(sound)
        {
            Stop = async (request, token) =>
            {
                await Task.Delay(request.Grace, token);
                return await sound.StopAsync(request, token);
            },
        },
        ["grace-kills"] = (sound, _) => new BrokenLauncher(sound) { Stop = (request, token) => sound.StopAsync(request with { Grace = TimeSpan.Zero }, token) },
        ["no-grace-kills"] = (sound, _) => new BrokenLauncher(sound) { Stop = (request, token) => sound.StopAsync(request.Grace > TimeSpan.Zero ? request : request with { Grace = TimeSpan.FromSeconds(10) }, token) },
        ["exit-codes"] = (sound, _) => Ended(sound, r => r with { ExitCode = 0 }),
        ["killed"] = (sound, _) => Ended(sound, r => r with { ExitReason = ExitReason.Failed }),
        ["out-of-memory"] = (sound, _) => Ended(sound, r => r with { ExitReason = ExitReason.Killed }),
        ["refusal"] = (sound, _) => new BrokenLauncher(sound)
        {
            Start = async (request, token) => await sound.StartAsync(request, token) is { Code: not null } refusal ? refusal with { Code = null } : Running,
        },
        ["watch"] = (sound, _) => new BrokenLauncher(sound) { Notice = notice => notice.Replica?.State == ReplicaState.Exited ? null : notice },
        ["watch-owner"] = (sound, _) => new BrokenLauncher(sound) { Watched = owner => [owner, owner + "x"] },
        // Ignores that it was given up, and forgets what it had begun.
        ["cancelled"] = (sound, _) => new BrokenLauncher(sound)
        {
            Start = async (request, token) => await sound.StartAsync(await ThereAsync(sound, request, CancellationToken.None) ? Copy(request) : request, CancellationToken.None),
        },
    };

    private static async Task<IReadOnlyList<ObservedReplica>> ListAsync(FakeLauncher sound, string nodeId, string owner, CancellationToken token) =>
        await sound.ListAsync(new ListRequest { NodeId = nodeId, Owner = owner, Generation = 0 }, token);

    private static async Task<bool> ThereAsync(FakeLauncher sound, LaunchRequest request, CancellationToken token) =>
        (await ListAsync(sound, request.NodeId, request.Identity.Owner, token)).Any(r => r.Identity.ReplicaId == request.Identity.ReplicaId);

    private static LaunchRequest Copy(LaunchRequest request) => request with { Identity = request.Identity with { ReplicaId = request.Identity.ReplicaId + "~" + Guid.NewGuid() } };

    private static BrokenLauncher Ended(FakeLauncher sound, Func<ObservedReplica, ObservedReplica> wrong) => new(sound)
    {
        List = async (request, token) => [.. (await sound.ListAsync(request, token)).Select(r => r.State == ReplicaState.Exited ? wrong(r) : r)],
    };

    private static BrokenLauncher OneAtATime(FakeLauncher sound)
    {
        var busy = 0;
        return new BrokenLauncher(sound)
        {
            Start = async (request, token) =>
            {
                if (Interlocked.Exchange(ref busy, 1) != 0)
                {
                    throw new InvalidOperationException("busy");
                }

                await Task.Delay(20, token);
                busy = 0;
                return await sound.StartAsync(request, token);
            },
        };
    }
}
