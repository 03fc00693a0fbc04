namespace Placement.Tests.Plans;

/// <summary>The ways in which a start or stop can fail.</summary>
internal enum WorldFailure
{
    Refused,
    RefusedAfterEffect,
    ConnectionLost,
    ConnectionLostAfterEffect,
}
