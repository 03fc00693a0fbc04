using Placement.Problems;

namespace Placement.Benchmarks.Consolidate;

/// <summary>A fleet to consolidate, with the names to write the answer in.</summary>
internal sealed record ConsolidationInstance(string Name, ProblemDefinition Definition, Func<int, string> NodeName, Func<int, string> ReplicaName);
