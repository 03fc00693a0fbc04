using Microsoft.Extensions.Logging;

namespace Placement.Scheduling.Hosting;

internal static partial class SchedulingLog
{
    [LoggerMessage(1, LogLevel.Information, "The scheduler starts and waits for the lead")]
    public static partial void Starting(ILogger logger);

    [LoggerMessage(2, LogLevel.Information, "The scheduler stopped; replicas keep running")]
    public static partial void Stopped(ILogger logger);

    [LoggerMessage(3, LogLevel.Warning, "The event stream broke and is opened again: {Reason}")]
    public static partial void WatchBroken(ILogger logger, string reason);

    [LoggerMessage(EventId = 4, Message = "#{Sequence} {Kind} service {Service} replica {Replica} node {Node}: {Detail}")]
    public static partial void Event(ILogger logger, LogLevel level, long sequence, SchedulerEventKind kind, string? service, string? replica, string? node, string? detail);
}
