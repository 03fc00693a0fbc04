using Placement.Scheduling;

namespace Placement.Testing;

/// <summary>A launcher under test, with what the checks must know about the world behind it. Derive one for your launcher.</summary>
public abstract class LauncherSubject
{
    private int _scenes;

    /// <summary>Gets a node on which the launcher can run things.</summary>
    public abstract string NodeId { get; }

    /// <summary>Gets the beginning of the owners' names that the checks use.</summary>
    /// <value>At most 50 characters of a-z, 0-9 and '-'. The default is new for each subject, so that fences left by an earlier run do not matter.</value>
    public virtual string OwnerPrefix { get; } = "check-" + Path.GetFileNameWithoutExtension(Path.GetRandomFileName());

    /// <summary>Gets how long something that must happen may take before it counts as not happening.</summary>
    /// <value>The default is 30 s.</value>
    public virtual TimeSpan Patience => TimeSpan.FromSeconds(30);

    /// <summary>Makes a launcher on the same world as a host that has just started would: with nothing in memory.</summary>
    /// <returns>The launcher; disposed after the check if it is disposable.</returns>
    public abstract IWorkloadLauncher Connect();

    /// <summary>Gives what to run for a program: image, command, CPU and memory; the checks set the rest.</summary>
    /// <param name="program">The program wanted.</param>
    /// <returns>A specification; <see langword="null"/> if the launcher cannot have such a program, and the check is then left out.</returns>
    public abstract ServiceSpec? Spec(TestProgram program);

    /// <summary>Counts the programs that run for a replica, by looking at the world and not through the launcher.</summary>
    /// <param name="owner">The owner.</param>
    /// <param name="replicaId">The replica.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <returns>0, 1, or more if the launcher doubled it.</returns>
    public abstract Task<int> CountRunningAsync(string owner, string replicaId, CancellationToken cancellationToken);

    /// <summary>Kills a replica's program from outside, as an operator or the kernel might.</summary>
    /// <param name="owner">The owner.</param>
    /// <param name="replicaId">The replica.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <returns>A task that ends when it is killed.</returns>
    public abstract Task KillAsync(string owner, string replicaId, CancellationToken cancellationToken);

    /// <summary>Starts something that looks as much as possible like a replica of the owner but was not started by the launcher (some marks missing, say).</summary>
    /// <param name="owner">The owner.</param>
    /// <param name="replicaId">The replica whose look it takes.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <returns>Tells whether it is still there, untouched; <see langword="null"/> if there can be no such thing, and the check is then left out.</returns>
    public abstract Task<Func<Task<bool>>?> StartForeignAsync(string owner, string replicaId, CancellationToken cancellationToken);

    /// <summary>An owner that no check had before: a fence, once raised, stays.</summary>
    internal string NewOwner() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{OwnerPrefix}-{Interlocked.Increment(ref _scenes)}");
}
