namespace Placement.Plans;

/// <summary>What is wrong with a step. The names are stable.</summary>
public enum StepFaultCode
{
    /// <summary>The replica, or the copy that the step needs, is not where the step says, or is there already.</summary>
    WrongPlace,

    /// <summary>The node does not take the replica.</summary>
    NotEligible,

    /// <summary>With old and new copies charged, a node holds more than its capacity.</summary>
    Capacity,

    /// <summary>Too many replicas of a workload on a node or in a failure domain.</summary>
    DomainLimit,

    /// <summary>Too few failure domains are sure to hold a replica of a workload.</summary>
    Spread,

    /// <summary>Two workloads meet on a node that keeps them apart.</summary>
    CoLocation,

    /// <summary>A replica would run without the workload it depends on.</summary>
    Dependency,

    /// <summary>The loss of a node or domain could no longer be absorbed.</summary>
    Headroom,

    /// <summary>A rule of the host is broken.</summary>
    Custom,

    /// <summary>More replicas of a workload are down or moving than its budget permits.</summary>
    Budget,

    /// <summary>More steps at once than a limit permits.</summary>
    StepLimit,

    /// <summary>The only copy is stopped, and its workload does not permit that.</summary>
    StopsOnlyCopy,

    /// <summary>The planned time of a wave is not what its transfers take.</summary>
    WrongTime,

    /// <summary>After the last step a replica is not where the target has it.</summary>
    WrongEnd,
}
