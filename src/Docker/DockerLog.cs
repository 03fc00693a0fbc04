using Microsoft.Extensions.Logging;

namespace Placement.Docker;

internal static partial class DockerLog
{
    [LoggerMessage(1, LogLevel.Warning, "The event stream of node {NodeId} broke and is opened again: {Reason}")]
    public static partial void WatchBroken(ILogger logger, string nodeId, string reason);

    [LoggerMessage(2, LogLevel.Debug, "Node {NodeId} did not answer: {Reason}")]
    public static partial void NoAnswer(ILogger logger, string nodeId, string reason);
}
