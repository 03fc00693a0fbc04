namespace Placement.Scheduling;

/// <summary>What came of a request to the scheduler.</summary>
public enum RequestStatus
{
    /// <summary>The request is durable and will be carried out, whatever crashes.</summary>
    Accepted,

    /// <summary>The request is not valid; nothing changed.</summary>
    Invalid,

    /// <summary>The service or node named is not known; nothing changed.</summary>
    NotFound,

    /// <summary>Another service has this name, or the service is being stopped; nothing changed.</summary>
    Conflict,

    /// <summary>This scheduler does not lead, or lost the lead before the request was durable: repeat it, requests are safe to repeat.</summary>
    NotLeader,
}
