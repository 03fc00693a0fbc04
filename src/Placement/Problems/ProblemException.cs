namespace Placement.Problems;

/// <summary>A model or problem that contradicts itself. Each fault is one sentence that names the thing, its value, the rule and a way out.</summary>
public sealed class ProblemException : Exception
{
    /// <summary>Makes an exception from its faults.</summary>
    /// <param name="faults">The faults; at least one.</param>
    public ProblemException(IReadOnlyList<string> faults)
        : base(string.Join(Environment.NewLine, faults ?? throw new ArgumentNullException(nameof(faults)))) => Faults = faults;

    /// <summary>Gets the faults, one sentence each.</summary>
    public IReadOnlyList<string> Faults { get; }
}
