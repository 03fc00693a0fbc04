namespace Placement.Telemetry.Quality;

/// <summary>Telemetry cannot be used as it is: a file is not readable as what it should be, or too many of its rows are at fault.</summary>
public sealed class InvalidTelemetryException : Exception
{
    /// <summary>Makes an exception without details.</summary>
    public InvalidTelemetryException()
        : this("The telemetry is not valid.")
    {
    }

    /// <summary>Makes an exception with a message.</summary>
    public InvalidTelemetryException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a message and its cause.</summary>
    public InvalidTelemetryException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes an exception that shows faults.</summary>
    public InvalidTelemetryException(string message, IReadOnlyList<Fault> faults, Exception? innerException = null)
        : base(message, innerException) => Faults = faults;

    /// <summary>Gets the faults to show, the first of each rule; may be empty.</summary>
    public IReadOnlyList<Fault> Faults { get; } = [];
}
