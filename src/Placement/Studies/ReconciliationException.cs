namespace Placement.Studies;

/// <summary>Two figures that must agree do not. The message names the figures, their values and the input they come from; nothing is adjusted to hide it.</summary>
public sealed class ReconciliationException : Exception
{
    /// <summary>Makes an exception.</summary>
    /// <param name="message">Which figures, which values, which input, and a way out.</param>
    public ReconciliationException(string message)
        : base(message)
    {
    }
}
