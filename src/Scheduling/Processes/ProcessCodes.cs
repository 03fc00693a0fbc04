namespace Placement.Scheduling;

/// <summary>The stable codes of refusals by the process launcher.</summary>
public static class ProcessCodes
{
    /// <summary>The service names an image but no command; this launcher runs plain programs.</summary>
    public const string NoCommand = "no-command";

    /// <summary>The program does not exist on this node, or may not be executed.</summary>
    public const string CommandNotFound = "command-not-found";

    /// <summary>A port of the service is taken on this node.</summary>
    public const string PortTaken = "port-taken";
}
