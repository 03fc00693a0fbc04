namespace Placement.Testing;

/// <summary>What every launcher must do, as checks that throw: call them from your tests, in any test framework.</summary>
/// <remarks>Derive a <see cref="LauncherSubject"/> for your launcher and run <see cref="RunAsync"/>, or each of <see cref="Checks"/> as a test of its own.</remarks>
public static class LauncherConformance
{
    /// <summary>Gets the checks, in the order in which it is best to make them pass.</summary>
    public static IReadOnlyList<ConformanceCheck> Checks { get; } =
    [
        new("start-runs", "A start runs the program once, and the list shows it.", RepeatChecks.StartRunsAsync),
        new("stop-ends", "A stop ends the program and removes it from the list.", RepeatChecks.StopEndsAsync),
        new("start-repeats", "A repeated start reports the running replica instead of starting a second one, also after the host restarted.", RepeatChecks.StartRepeatsAsync),
        new("stop-repeats", "A stop of what is not there is no error.", RepeatChecks.StopRepeatsAsync),
        new("ended-stays-ended", "An incarnation that ran and ended is not started again; the answer says how it ended.", RepeatChecks.EndedStaysEndedAsync),
        new("attempt-replaces", "A newer attempt replaces the older one.", RepeatChecks.AttemptReplacesAsync),
        new("old-attempt-fenced", "An attempt older than the one there is fenced.", RepeatChecks.OldAttemptFencedAsync),
        new("together-one-replica", "Simultaneous starts of one incarnation, by two hosts, run it once.", TogetherChecks.OneReplicaAsync),
        new("together-many-replicas", "Calls for different replicas run at the same time.", TogetherChecks.ManyReplicasAsync),
        new("fence-start", "After a higher generation was there, a lower one starts nothing, whatever process it is in.", FenceChecks.StartAsync),
        new("fence-stop", "After a higher generation was there, a lower one stops nothing.", FenceChecks.StopAsync),
        new("fence-by-list", "A list raises the fence.", FenceChecks.ByListAsync),
        new("fence-never-refuses-list", "A list is answered to lower generations, too.", FenceChecks.ListAnsweredAsync),
        new("fence-of-one-owner", "The fence of one owner does not hold for another.", FenceChecks.OfOneOwnerAsync),
        new("owner-only", "Another owner's replica of the same name is neither listed nor stopped.", OwnershipChecks.OwnerOnlyAsync),
        new("foreign-untouched", "What the launcher did not start is neither listed nor touched.", OwnershipChecks.ForeignUntouchedAsync),
        new("adoption", "A host that restarted sees identity, generation, state and end points of what runs, and can stop it.", OwnershipChecks.AdoptionAsync),
        new("grace-asks", "A stop asks first: a program that listens ends long before its grace is over.", EndChecks.GraceAsksAsync),
        new("grace-kills", "A stop waits for the grace and then kills.", EndChecks.GraceKillsAsync),
        new("no-grace-kills", "A stop without grace kills at once.", EndChecks.NoGraceKillsAsync),
        new("exit-codes", "Exit code and reason are told, success and failure apart.", EndChecks.ExitCodesAsync),
        new("killed", "A kill from outside is a reason of its own.", EndChecks.KilledAsync),
        new("out-of-memory", "Running out of memory is a reason of its own.", EndChecks.OutOfMemoryAsync),
        new("refusal", "A program that cannot be started is an outcome with code and reason, and leaves nothing behind.", EndChecks.RefusalAsync),
        new("watch", "The watch tells of start, end and removal, or of a gap.", WatchChecks.TellsAsync),
        new("watch-owner", "The watch tells of the owner's replicas only.", WatchChecks.OwnerOnlyAsync),
        new("cancelled", "A call that was given up can be repeated, and runs the program once.", TogetherChecks.CancelledAsync),
    ];

    /// <summary>Runs every check.</summary>
    /// <param name="subject">The launcher under test.</param>
    /// <param name="told">Told of each check as it begins; <see langword="null"/> for none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The names of the checks that were left out because the subject cannot have what they need.</returns>
    /// <exception cref="ConformanceException">The first rule broken.</exception>
    public static async Task<IReadOnlyList<string>> RunAsync(LauncherSubject subject, Action<ConformanceCheck>? told = null, CancellationToken cancellationToken = default)
    {
        var leftOut = new List<string>();
        foreach (var check in Checks)
        {
            told?.Invoke(check);
            if (!await check.RunAsync(subject, cancellationToken).ConfigureAwait(false))
            {
                leftOut.Add(check.Name);
            }
        }

        return leftOut;
    }
}
