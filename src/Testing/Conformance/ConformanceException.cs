namespace Placement.Testing;

/// <summary>A contract was broken; the message says which rule, what was expected and what was found.</summary>
public sealed class ConformanceException : Exception
{
    /// <summary>Makes the exception.</summary>
    public ConformanceException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">Which rule was broken, what was expected and what was found.</param>
    public ConformanceException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">Which rule was broken, what was expected and what was found.</param>
    /// <param name="innerException">The cause.</param>
    public ConformanceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
