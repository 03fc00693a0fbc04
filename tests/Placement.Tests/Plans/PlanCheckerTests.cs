using CsCheck;
using Placement.Bounds;
using Placement.Model;
using Placement.Plans;
using Placement.Problems;

namespace Placement.Tests.Plans;

public sealed class PlanCheckerTests
{
    private static readonly CompileOptions Permitted = new() { UnplacedCost = 1_000_000 };

    [Fact]
    public void Every_plan_written_on_random_fleets_is_accepted_after_a_round_trip()
    {
        RandomFleets.Gen.Sample(
            fleet =>
            {
                var document = Written(fleet, out var isFeasible);
                var again = PlanFile.Parse(PlanFile.ToBytes(document));
                Assert.Equal(PlanFile.ToBytes(document), PlanFile.ToBytes(again));
                var verdict = PlanChecker.Check(again, fleet.Model);
                Assert.True(verdict.IsSound || !isFeasible, string.Join('\n', verdict.Faults));
                Assert.Equal(document.TargetCost, verdict.TargetCost);
            },
            iter: 300);
    }

    [Fact]
    public void A_step_to_another_node_is_caught()
    {
        // Whatever node a step is bent to, the plan no longer ends at its target, or is unsafe before that.
        RandomFleets.Gen.Sample(
            fleet =>
            {
                var document = Written(fleet, out var isFeasible);
                var steps = document.Waves.SelectMany(w => w.Steps).Where(s => s.To is not null).ToList();
                if (steps.Count == 0 || !isFeasible)
                {
                    return;
                }

                var victim = steps[steps.Count / 2];
                if (fleet.Model.Nodes.FirstOrDefault(n => n.Id != victim.To && n.Id != victim.From)?.Id is not { } other)
                {
                    return;
                }

                var bent = document with { Waves = [.. document.Waves.Select(w => w with { Steps = [.. w.Steps.Select(s => s.Id == victim.Id ? s with { To = other } : s)] })] };
                Assert.False(PlanChecker.Check(bent, fleet.Model).IsSound);
                var dropped = document with { Waves = [.. document.Waves.Select(w => w with { Steps = [.. w.Steps.Where(s => s.Id != victim.Id)] })] };
                Assert.False(PlanChecker.Check(dropped, fleet.Model).IsSound);
            },
            iter: 200);
    }

    [Fact]
    public void A_sound_plan_is_accepted()
    {
        var verdict = PlanChecker.Check(Document(), Model());
        Assert.Empty(verdict.Faults);
        Assert.Equal(2, verdict.PrefixesJudged);
    }

    [Fact]
    public void A_replica_moved_to_a_full_node_is_named()
    {
        var fault = Assert.Single(Faults(d => d with { Target = [On("a", "web/0", "web/1", "db/0")] }), f => f.Code == PlanFaultCode.Capacity);
        Assert.Contains("'a' is charged 1.2 cores of cpu", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lost_replica_is_named()
    {
        var fault = Assert.Single(Faults(d => d with { Target = [On("a", "web/0"), On("b", "db/0")] }), f => f.Code == PlanFaultCode.LostReplica);
        Assert.Contains("'web/1'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_duplicated_replica_is_named_with_both_nodes()
    {
        var fault = Assert.Single(Faults(d => d with { Target = [.. d.Target, On("c", "web/1")] }), f => f.Code == PlanFaultCode.DuplicatedReplica);
        Assert.Contains("'web/1' is in the target more than once: on 'b' and on 'c'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_rule_is_named()
    {
        var fault = Assert.Single(Faults(d => d with { Target = [On("b", "web/0", "web/1"), On("c", "db/0")] }), f => f.Code == PlanFaultCode.Rule);
        Assert.Contains("at most 1 of web per node", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_cost_is_named_with_both_figures()
    {
        var fault = Assert.Single(Faults(d => d with { TargetCost = d.TargetCost with { Nodes = 1, Total = d.TargetCost.Total } }));
        Assert.Equal(PlanFaultCode.WrongCost, fault.Code);
        Assert.Contains("nodes of the target cost 1 micro-dollars an hour; the model says 5000", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_saving_is_named() =>
        Assert.Contains(Faults(d => d with { Summary = d.Summary with { SavingMicroDollarsPerHour = 7 } }), f => f.Code == PlanFaultCode.WrongTotal && f.Message.Contains('7', StringComparison.Ordinal));

    [Fact]
    public void A_bound_above_the_cost_is_named() =>
        Assert.Contains(Faults(d => d with { Bound = d.Bound with { Value = 5001 } }), f => f.Code == PlanFaultCode.Bound);

    [Fact]
    public void A_bound_whose_certificate_proves_less_is_named()
    {
        var problem = ProblemCompiler.Compile(Model(), Document().Permitted);
        var proved = ResourceBounds.Of(problem, 0);
        Assert.True(CertificateCheck.Proves(problem, proved, out _));
        Assert.Empty(Faults(d => d with { Bound = proved }));
        var fault = Assert.Single(Faults(d => d with { Bound = proved with { Value = proved.Value + 1 } }), f => f.Code == PlanFaultCode.Bound && f.Message.Contains("certificate", StringComparison.Ordinal));
        Assert.Contains($"proves {proved.Value}, less than the bound {proved.Value + 1}", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_model_is_named()
    {
        var model = Model();
        var changed = model with { Nodes = [.. model.Nodes.Select(n => n with { Labels = new Dictionary<string, string> { ["zone"] = "x" } })] };
        Assert.Equal(PlanFaultCode.Snapshot, Assert.Single(PlanChecker.Check(Document(), changed).Faults).Code);
    }

    [Fact]
    public void An_unknown_node_in_a_step_is_named() =>
        Assert.Contains(
            Faults(d => d with { Waves = [d.Waves[0] with { Steps = [d.Waves[0].Steps[0] with { To = "z" }] }] }),
            f => f.Code == PlanFaultCode.UnknownName && f.Message.Contains("'z'", StringComparison.Ordinal));

    [Fact]
    public void A_plan_of_a_newer_version_is_refused()
    {
        var e = Assert.Throws<PlanFormatException>(() => PlanFile.Parse(PlanFile.ToBytes(Document() with { Version = 2 })));
        Assert.Contains("version 2", e.Message, StringComparison.Ordinal);
    }

    /// <summary>Three nodes; db/0 alone on c moves to a, which frees c.</summary>
    internal static ClusterModel Model() => new()
    {
        Nodes = [.. new[] { ("a", 2000), ("b", 3000), ("c", 4000) }.Select(n => new Node { Id = n.Item1, Capacity = [1000, 1000], PriceMicroDollarsPerHour = n.Item2 })],
        Workloads =
        [
            new Workload { Id = "web", Demand = [300, 10], Replicas = [new Replica { Id = "web/0", Node = "a" }, new Replica { Id = "web/1", Node = "b" }] },
            new Workload { Id = "db", Demand = [600, 10], Replicas = [new Replica { Id = "db/0", Node = "c" }] },
        ],
        Rules = [new ReplicaLimit { Workload = "web", Max = 1 }],
    };

    internal static PlanDocument Document()
    {
        var model = Model();
        var problem = ProblemCompiler.Compile(model);
        var proposal = MoveEconomics.Propose(problem, new Assignment([0, 1, 0]), new MigrationLimits().For(model), cancellationToken: TestContext.Current.CancellationToken);
        return PlanComposer.Compose(model, proposal, new PlanOrigin { Solver = "by hand", DataGrade = "A" });
    }

    private static NodePlacement On(string node, params string[] replicas) => new() { Node = node, Replicas = replicas };

    private static IReadOnlyList<PlanFault> Faults(Func<PlanDocument, PlanDocument> change) => PlanChecker.Check(change(Document()), Model()).Faults;

    internal static PlanDocument Written((ClusterModel Model, Assignment Target, MigrationLimits Limits) fleet, out bool isFeasible)
    {
        var problem = ProblemCompiler.Compile(fleet.Model, Permitted);
        var proposal = MoveEconomics.Propose(
            problem, fleet.Target, fleet.Limits, new EconomicOptions { MicroDollarsPerStart = 1, HorizonHours = 10 }, new MigrationOptions { Attempts = 2 }, TestContext.Current.CancellationToken);
        isFeasible = AssignmentChecker.Check(problem, proposal.Plan.Target).IsFeasible;
        return PlanComposer.Compose(fleet.Model, proposal, new PlanOrigin { Permitted = Permitted });
    }
}
