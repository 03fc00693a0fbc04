namespace Placement.Cli.Output;

/// <summary>A file that a command wrote.</summary>
internal sealed record WrittenFile(string Path, long Bytes);
