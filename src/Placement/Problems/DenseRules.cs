using Placement.Model;

namespace Placement.Problems;

/// <summary>At most <see cref="Max"/> replicas of a workload in each domain of a level.</summary>
/// <param name="Workload">The workload.</param>
/// <param name="Level">The failure-domain level, or -1 for nodes.</param>
/// <param name="Max">The most replicas; at least 1.</param>
/// <param name="Strictness">How strictly it is kept; violation is counted in replicas beyond the limit.</param>
/// <param name="Weight">The cost of one unit of violation when soft.</param>
public readonly record struct DomainLimit(int Workload, int Level, int Max, RuleStrictness Strictness = RuleStrictness.Hard, long Weight = 1);

/// <summary>The replicas of a workload lie in at least <see cref="MinDomains"/> domains of a level.</summary>
/// <param name="Workload">The workload.</param>
/// <param name="Level">The failure-domain level.</param>
/// <param name="MinDomains">The least number of domains.</param>
/// <param name="Strictness">How strictly it is kept; violation is counted in missing domains.</param>
/// <param name="Weight">The cost of one unit of violation when soft.</param>
public readonly record struct DomainSpread(int Workload, int Level, int MinDomains, RuleStrictness Strictness = RuleStrictness.Hard, long Weight = 1);

/// <summary>On each node with a replica of <see cref="Workload"/>, at most <see cref="Max"/> replicas of <see cref="Other"/>.</summary>
/// <param name="Workload">The workload whose presence sets the limit.</param>
/// <param name="Other">The limited workload; differs from the first.</param>
/// <param name="Max">The most replicas of the other; 0 keeps the two apart.</param>
/// <param name="Strictness">How strictly it is kept; violation is counted in replicas of the other beyond the limit, per node.</param>
/// <param name="Weight">The cost of one unit of violation when soft.</param>
public readonly record struct NodeCoLocation(int Workload, int Other, int Max, RuleStrictness Strictness = RuleStrictness.Hard, long Weight = 1);

/// <summary>Each domain with a replica of <see cref="Workload"/> holds a replica of <see cref="On"/>.</summary>
/// <param name="Workload">The dependent workload.</param>
/// <param name="On">The workload it depends on.</param>
/// <param name="Level">The failure-domain level, or -1 for nodes.</param>
/// <param name="Strictness">How strictly it is kept; violation is counted in domains that lack the other.</param>
/// <param name="Weight">The cost of one unit of violation when soft.</param>
public readonly record struct DomainDependency(int Workload, int On, int Level, RuleStrictness Strictness = RuleStrictness.Hard, long Weight = 1);

/// <summary>Costs <see cref="Weight"/> for each unit of <c>max(0, Target x free(First) - free(Second))</c> on each node and in each slot, with free = capacity - usage.</summary>
/// <param name="First">The resource whose free amount asks for company.</param>
/// <param name="Second">The resource that should be free beside it.</param>
/// <param name="Target">Units of the second for one of the first.</param>
/// <param name="Weight">The cost of one missing unit.</param>
public readonly record struct ResourceBalance(int First, int Second, long Target, long Weight);
