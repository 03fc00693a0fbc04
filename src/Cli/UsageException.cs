namespace Placement.Cli;

/// <summary>A command line that parses but makes no sense. The message says what to write instead.</summary>
internal sealed class UsageException(string message) : Exception(message);
