namespace Placement.Plans;

/// <summary>One fault of a plan's steps.</summary>
/// <param name="Code">The kind.</param>
/// <param name="Step">The number of the step from 1, in the order of the plan; 0 when the fault is not of one step.</param>
/// <param name="Wave">The number of the wave from 1; 0 when the fault is not of one wave.</param>
/// <param name="Message">A sentence with indices, values and limit.</param>
public sealed record StepFault(StepFaultCode Code, int Step, int Wave, string Message);
