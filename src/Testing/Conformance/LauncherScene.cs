using System.Globalization;
using Placement.Scheduling;

namespace Placement.Testing;

/// <summary>What one check works with: launchers, replicas of its own owner, and questions whose wrong answers throw.</summary>
internal sealed class LauncherScene(LauncherSubject subject, string check, CancellationToken cancellationToken)
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);
    private readonly List<IWorkloadLauncher> _launchers = [];
    private int _replicas;

    public LauncherSubject Subject => subject;

    public CancellationToken Token => cancellationToken;

    public string Owner { get; } = subject.NewOwner();

    public string OtherOwner => Owner + "x";

    public IWorkloadLauncher Connect()
    {
        var launcher = subject.Connect();
        _launchers.Add(launcher);
        return launcher;
    }

    public string NewReplica() => string.Create(CultureInfo.InvariantCulture, $"web.{++_replicas}");

    public LaunchRequest Start(string replica, TestProgram program = TestProgram.RunsOn, int attempt = 1, long generation = 5, string? owner = null, int code = 0)
    {
        var spec = subject.Spec(program) ?? throw new NotApplicableException();
        return new LaunchRequest
        {
            NodeId = subject.NodeId,
            Generation = generation,
            Identity = new ReplicaIdentity { Owner = owner ?? Owner, Service = "web", ReplicaId = replica, Attempt = attempt, Revision = 1 },
            Spec = spec with
            {
                Name = "web",
                StopGrace = TimeSpan.FromSeconds(1),
                Environment = new Dictionary<string, string>(spec.Environment) { ["CODE"] = code.ToString(CultureInfo.InvariantCulture) },
            },
        };
    }

    public StopRequest Stop(string replica, long generation = 5, string? owner = null, TimeSpan? grace = null) =>
        new() { NodeId = subject.NodeId, Owner = owner ?? Owner, ReplicaId = replica, Generation = generation, Grace = grace ?? TimeSpan.FromSeconds(1) };

    public async Task<LaunchOutcome> StartAsync(IWorkloadLauncher launcher, LaunchRequest request, LaunchStatus expected, string what)
    {
        var outcome = await launcher.StartAsync(request, Token).ConfigureAwait(false);
        if (outcome.Status == LaunchStatus.Starting && expected == LaunchStatus.Running)
        {
            await SeeAsync(launcher, request.Identity.ReplicaId, r => r?.State is ReplicaState.Running or ReplicaState.Exited, what + " to come up").ConfigureAwait(false);
            return outcome;
        }

        Expect(outcome.Status == expected, $"{expected} from {what}", $"{outcome.Status}{(outcome.Reason is { } reason ? $" ({reason})" : "")}");
        return outcome;
    }

    public async Task StopAsync(IWorkloadLauncher launcher, StopRequest request, LaunchStatus expected, string what)
    {
        var outcome = await launcher.StopAsync(request, Token).ConfigureAwait(false);
        Expect(outcome.Status == expected, $"{expected} from {what}", $"{outcome.Status}");
    }

    public Task<IReadOnlyList<ObservedReplica>> ListAsync(IWorkloadLauncher launcher, long generation = 0, string? owner = null) =>
        launcher.ListAsync(new ListRequest { NodeId = subject.NodeId, Owner = owner ?? Owner, Generation = generation }, Token);

    public async Task<ObservedReplica?> FindAsync(IWorkloadLauncher launcher, string replica, string? owner = null)
    {
        var found = (await ListAsync(launcher, owner: owner).ConfigureAwait(false)).Where(r => r.Identity.ReplicaId == replica).ToList();
        Expect(found.Count <= 1, "one entry a replica in the list", $"{found.Count} for {replica}");
        return found.SingleOrDefault();
    }

    /// <summary>Waits until the list shows what must come.</summary>
    public async Task<ObservedReplica?> SeeAsync(IWorkloadLauncher launcher, string replica, Func<ObservedReplica?, bool> wanted, string what)
    {
        using var limit = new CancellationTokenSource(subject.Patience);
        while (true)
        {
            var seen = await FindAsync(launcher, replica).ConfigureAwait(false);
            if (wanted(seen))
            {
                return seen;
            }

            Expect(!limit.IsCancellationRequested, what, $"{seen?.State.ToString() ?? "nothing"} {seen?.ExitReason} {seen?.ExitCode} after {subject.Patience}");
            await Task.Delay(Glance, Token).ConfigureAwait(false);
        }
    }

    public async Task ExpectRunningAsync(string replica, int expected, string what, string? owner = null)
    {
        var running = await subject.CountRunningAsync(owner ?? Owner, replica, Token).ConfigureAwait(false);
        Expect(running == expected, $"{expected} running of {replica} {what}", running.ToString(CultureInfo.InvariantCulture));
    }

    public void Expect(bool holds, string expected, string found)
    {
        if (!holds)
        {
            throw new ConformanceException($"{check}: expected {expected}, found {found}.");
        }
    }

    /// <summary>Stops what the check left, whatever the launcher thinks of it.</summary>
    public async Task ClearAsync()
    {
        try
        {
            var launcher = Connect();
            foreach (var owner in new[] { Owner, OtherOwner })
            {
                foreach (var replica in await ListAsync(launcher, 1_000, owner).ConfigureAwait(false))
                {
                    await launcher.StopAsync(Stop(replica.Identity.ReplicaId, 1_000, owner, TimeSpan.Zero), Token).ConfigureAwait(false);
                }
            }
        }
        catch (Exception)
        {
            // The check itself has said what is wrong.
        }

        foreach (var launcher in _launchers)
        {
            switch (launcher)
            {
                case IAsyncDisposable asynchronous:
                    await asynchronous.DisposeAsync().ConfigureAwait(false);
                    break;
                case IDisposable disposable:
                    disposable.Dispose();
                    break;
            }
        }
    }

    /// <summary>The subject cannot have what the check needs.</summary>
    internal sealed class NotApplicableException : Exception;
}
