using Placement.Scheduling.Optimising;

namespace Placement.Scheduling.Core;

/// <summary>Something the world is asked to do, released only when all decisions before it are durable.</summary>
internal abstract record CoreEffect;

/// <summary>A call that is answered by <c>CallCompleted</c> with the same number.</summary>
internal abstract record CoreCall(long CallId) : CoreEffect;

internal sealed record StartCall(long CallId, LaunchRequest Request) : CoreCall(CallId);

internal sealed record StopCall(long CallId, StopRequest Request) : CoreCall(CallId);

internal sealed record ListCall(long CallId, ListRequest Request) : CoreCall(CallId);

internal sealed record ProbeCall(long CallId, ProbeRequest Request) : CoreCall(CallId);

internal sealed record OptimiseCall(long CallId, PackingRequest Request) : CoreCall(CallId);

/// <summary>The answer to a request.</summary>
internal sealed record Reply(long RequestId, RequestOutcome Outcome) : CoreEffect;
