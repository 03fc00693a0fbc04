namespace Placement.Plans;

/// <summary>A plan, approval or journal file that cannot be read.</summary>
public sealed class PlanFormatException : Exception
{
    /// <summary>Makes the exception.</summary>
    public PlanFormatException()
    {
    }

    /// <summary>Makes the exception with a message.</summary>
    public PlanFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception with a message and its cause.</summary>
    public PlanFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
