namespace Placement.Testing;

/// <summary>One rule that every launcher must keep, as a check that throws.</summary>
public sealed class ConformanceCheck
{
    private readonly Func<LauncherScene, Task> _run;

    internal ConformanceCheck(string name, string rule, Func<LauncherScene, Task> run)
    {
        _run = run;
        Name = name;
        Rule = rule;
    }

    /// <summary>Gets the stable name.</summary>
    public string Name { get; }

    /// <summary>Gets the rule in words.</summary>
    public string Rule { get; }

    /// <summary>Runs the check; what it started is stopped afterwards.</summary>
    /// <param name="subject">The launcher under test.</param>
    /// <param name="cancellationToken">Gives the check up.</param>
    /// <returns>True if the rule holds; false if the subject cannot have what the check needs.</returns>
    /// <exception cref="ConformanceException">The rule is broken.</exception>
    public async Task<bool> RunAsync(LauncherSubject subject, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(subject);
        var scene = new LauncherScene(subject, Name, cancellationToken);
        try
        {
            await _run(scene).ConfigureAwait(false);
            return true;
        }
        catch (LauncherScene.NotApplicableException)
        {
            return false;
        }
        catch (Exception fault) when (fault is not (ConformanceException or OperationCanceledException) || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new ConformanceException($"{Name}: {Rule} The launcher threw instead: {fault.GetType().Name}: {fault.Message}", fault);
        }
        finally
        {
            await scene.ClearAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public override string ToString() => Name;
}
