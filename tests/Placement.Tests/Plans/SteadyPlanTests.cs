using CsCheck;
using Placement.Model;
using Placement.Plans;
using Placement.Problems;
using Placement.Search;

namespace Placement.Tests.Plans;

public sealed class SteadyPlanTests
{
    private static readonly SteadyPlanOptions Options = new()
    {
        Solve = new() { WorkLimit = 2_000, Threads = 1, TimeLimit = TimeSpan.FromMinutes(5) },
        Permitted = new() { UnplacedCost = 1_000_000 },
        Planning = new() { Attempts = 1, MaxSearchStates = 0 },
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>
    /// A plan that had to keep a replica back for want of a safe order (a transient resource that a replica which leaves in the same plan still holds) is the one
    /// exception: the next plan may go on. It is always cheaper, and it ends.
    /// </summary>
    [Fact]
    public void Planning_again_right_after_a_whole_plan_moves_nothing_and_after_a_part_of_one_it_saves_more() => RandomFleets.Gen.Sample(
        fleet =>
        {
            var model = fleet.Model;
            for (var round = 0; Propose(model, Options) is { } proposal; round++)
            {
                Assert.True(round < 10, "ten plans one after the other did not end");
                var next = SteadyPlan.After(model, proposal.Plan.Target);
                if (proposal.Kept.All(k => k.Cause != KeepCause.NoSafeOrder))
                {
                    Assert.Equal(0, Propose(next, Options)?.Plan.MovedReplicas ?? 0);
                    break;
                }

                if (proposal.Plan.MovedReplicas == 0)
                {
                    break;
                }

                Assert.True(Cost(next) < Cost(model), "a further plan saves nothing");
                model = next;
            }
        },
        iter: 150);

    [Fact]
    public void Demand_that_drifts_within_the_band_forces_no_move()
    {
        // Two nodes of 100, full; then every demand is 10 % up. With a band of 10 % all stays, without one it cannot.
        ClusterModel Fleet(long demand) => new()
        {
            Nodes = [.. new[] { "a", "b", "c" }.Select(n => new Node { Id = n, Capacity = [100, 100], PriceMicroDollarsPerHour = 1_000 })],
            Workloads = [.. Enumerable.Range(0, 4).Select(i => new Workload { Id = $"w{i}", Demand = [demand, 1], Replicas = [new Replica { Id = $"w{i}/0", Node = i < 2 ? "a" : "b" }] })],
        };
        var options = Options with { Permitted = new() };
        Assert.Equal(0, Propose(Fleet(50), options)!.Plan.MovedReplicas);
        Assert.Equal(0, Propose(Fleet(55), options with { Permitted = new() { CapacityBandPerMille = 100 } })!.Plan.MovedReplicas);
        Assert.Null(Propose(Fleet(56), options with { Permitted = new() { CapacityBandPerMille = 100 } })); // 112 is beyond the band, and three nodes are too few
        Assert.Null(Propose(Fleet(55), options));
    }

    [Fact]
    public void A_limit_on_moves_is_kept_and_the_next_plan_goes_on()
    {
        // Only the first node has room for others, so there is one way to go: five moves to it.
        var model = new ClusterModel
        {
            Nodes = [.. Enumerable.Range(0, 6).Select(n => new Node { Id = $"n{n}", Capacity = n == 0 ? [100, 100] : [15, 15], PriceMicroDollarsPerHour = 100_000 })],
            Workloads = [.. Enumerable.Range(0, 6).Select(i => new Workload { Id = $"w{i}", Demand = [15, 15], Replicas = [new Replica { Id = $"w{i}/0", Node = $"n{i}" }] })],
        };
        var options = Options with { Permitted = new(), Economics = new() { MaxMoves = 2 } };
        for (var day = 0; day < 3; day++)
        {
            var plan = Propose(model, options)!.Plan;
            Assert.Equal(day < 2 ? 2 : 1, plan.MovedReplicas);
            model = SteadyPlan.After(model, plan.Target);
        }

        Assert.Equal(0, Propose(model, options)!.Plan.MovedReplicas);
    }

    [Fact]
    public void A_limit_on_minutes_and_one_on_money_are_kept()
    {
        var document = PlanCheckerTests.Model();
        var problem = ProblemCompiler.Compile(document);
        var target = new Assignment([0, 1, 0]);
        foreach (var limit in new EconomicOptions[] { new() { MaxMinutes = 0.1 }, new() { MaxMicroDollars = 1 }, new() { MaxMoves = 0 } })
        {
            var proposal = MoveEconomics.Propose(problem, target, new MigrationLimits(), limit, cancellationToken: Token);
            Assert.Equal(0, proposal.Plan.StepCount);
            Assert.Equal(KeepCause.OverLimit, Assert.Single(proposal.Kept).Cause);
        }
    }

    [Fact]
    public void A_move_that_does_not_pay_back_is_not_made()
    {
        // Freeing c saves 4000 micro-dollars an hour and costs 1000; in a quarter of an hour it has just paid, a little sooner not.
        var problem = ProblemCompiler.Compile(PlanCheckerTests.Model());
        int Moves(double hours) => MoveEconomics.Propose(problem, new Assignment([0, 1, 0]), new MigrationLimits(), new() { HorizonHours = hours }, cancellationToken: Token).Plan.MovedReplicas;
        Assert.Equal(1, Moves(0.25));
        Assert.Equal(0, Moves(0.2499));
    }

    /// <summary>What the assignment costs where it is; a start that breaks a rule is dearer than every other.</summary>
    private static long Cost(ClusterModel model)
    {
        var problem = ProblemCompiler.Compile(model, Options.Permitted);
        var check = AssignmentChecker.Check(problem, problem.Start());
        return check.IsFeasible ? check.Cost.Total : long.MaxValue;
    }

    private static PlanProposal? Propose(ClusterModel model, SteadyPlanOptions options)
    {
        var solver = new LocalSearchSolver();
        var solved = solver.Solve(ProblemCompiler.Compile(model, options.Permitted), options.Solve, Token);
        return solved.Assignment is null ? null : SteadyPlan.Propose(model, solved, solver, options, Token);
    }
}
