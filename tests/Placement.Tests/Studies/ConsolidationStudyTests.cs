using Placement.Model;
using Placement.Studies;

namespace Placement.Tests.Studies;

public sealed class ConsolidationStudyTests
{
    // Four nodes of 1000 m and 1000 bytes at 1 $/h; each holds one replica that uses 100 m and 100 bytes and asked for 300.
    private static StudyInput FourSpread() => SmallFleet.Input([.. Enumerable.Repeat((1_000_000L, 1000L, 1000L), 4)], [(0, 100, 100), (1, 100, 100), (2, 100, 100), (3, 100, 100)], requestFactor: 3);

    [Fact]
    public void Savings_are_split_into_steps_that_can_be_worked_out_by_hand()
    {
        var result = SmallFleet.Run(FourSpread());

        // Nodes of 1000 at a target of 70 %. Requests of 300: two on a node, so 2 nodes. Measured 100: seven on a node, so 1 node.
        Assert.True(result.IsWorthChanging);
        Assert.Equal((4_000_000, 1_000_000, 3_000_000), (result.Money.SpendNow, result.Money.SpendAfter, result.Money.Saved));
        Assert.Equal(
            [(SavingsCause.StopSpreading, 2_000_000L, 2), (SavingsCause.RightSizing, 1_000_000L, 1), (SavingsCause.Solver, 0L, 1)],
            result.Money.Parts.Select(p => (p.Cause, p.SavedMicroDollarsPerHour, p.NodesAfter)));
        Assert.Equal(2_190_000_000, MoneyStatement.PerMonth(result.Money.Saved));
    }

    [Fact]
    public void Utilisation_is_used_over_bought_before_and_after()
    {
        var result = SmallFleet.Run(FourSpread());

        Assert.Equal((4, 1), (result.Before.Nodes, result.After.Nodes));
        Assert.Equal([(4000L, 400L, 3600L), (4000L, 400L, 3600L)], result.Before.Resources.Select(r => (r.Bought, r.Used, r.Idle)));
        Assert.Equal([(1000L, 400L, 600L), (1000L, 400L, 600L)], result.After.Resources.Select(r => (r.Bought, r.Used, r.Idle)));
    }

    [Fact]
    public void Used_and_idle_money_add_up_to_the_spend()
    {
        var money = SmallFleet.Run(FourSpread()).Money;

        // Each of four nodes is used to 10 % now; the one that stays to 40 %.
        Assert.Equal((400_000L, 3_600_000L, 400_000L, 600_000L), (money.UsedNow, money.IdleNow, money.UsedAfter, money.IdleAfter));
    }

    [Fact]
    public void A_fleet_that_is_full_is_left_as_it_is()
    {
        var result = SmallFleet.Run(SmallFleet.Input([(5, 1000, 1000), (5, 1000, 1000)], [(0, 600, 10), (1, 600, 10)], requestFactor: 1));

        Assert.False(result.IsWorthChanging);
        Assert.Equal((10, 10, 0), (result.Money.SpendNow, result.Money.SpendAfter, result.Money.Saved));
        Assert.Empty(result.Money.Parts);
        Assert.Same(result.Before, result.After);
        Assert.All(result.Nodes, n => Assert.True(n.Stays));
        Assert.Contains("too little CPU on 1", result.Nodes[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_node_that_stays_names_what_keeps_its_replicas_off_the_others()
    {
        var input = SmallFleet.Input([(1, 1000, 1000), (1, 1000, 1000), (1, 1000, 1000)], [(0, 100, 600), (1, 100, 600), (2, 100, 50)]);
        var result = SmallFleet.Run(input);

        Assert.Equal([true, true, false], result.Nodes.Select(n => n.Stays));
        Assert.Equal("w0/0 does not fit on the other node that stays: too little memory on 1 (it needs 600 B, at most 100 B is left).", result.Nodes[0].Reason);
        Assert.Equal("Its 1 replica goes to n0.", result.Nodes[2].Reason);
    }

    [Fact]
    public void Each_sensitivity_cell_is_solved_for_itself_and_looser_limits_never_cost_more()
    {
        var options = SmallFleet.Options() with { Headline = new() { Percentile = 50 }, SensitivityTargets = [60, 70, 80], SensitivityPercentiles = [50, 100] };
        var input = SmallFleet.Input(
            [.. Enumerable.Repeat((1L, 1000L, 1000L), 6)],
            [.. Enumerable.Range(0, 6).Select(i => (i, 200L, 10L))],
            usage: (replica, resource, slot) => resource == 1 ? 10 : slot == 3 ? 400 : 200);
        var cells = SmallFleet.Run(input, options).Sensitivity;

        int Nodes(int target, double percentile, bool survives) =>
            Assert.Single(cells, c => c.Variant.TargetPercent == target && c.Variant.Percentile == percentile && c.Variant.SurvivesNodeLoss == survives).Nodes!.Value;
        Assert.Equal(12, cells.Count);
        Assert.Equal((2, 2, 2), (Nodes(60, 50, false), Nodes(70, 50, false), Nodes(80, 50, false)));
        Assert.Equal((6, 6, 3), (Nodes(60, 100, false), Nodes(70, 100, false), Nodes(80, 100, false)));
        Assert.All(cells, tight => Assert.All(cells, loose =>
        {
            if (tight.Variant.TargetPercent <= loose.Variant.TargetPercent && tight.Variant.Percentile >= loose.Variant.Percentile && (tight.Variant.SurvivesNodeLoss || !loose.Variant.SurvivesNodeLoss))
            {
                Assert.True((loose.SpendMicroDollarsPerHour ?? long.MaxValue) <= (tight.SpendMicroDollarsPerHour ?? long.MaxValue), $"{loose.Variant} costs more than {tight.Variant}");
            }
        }));
    }

    [Fact]
    public void A_sizer_that_loses_a_replica_is_refused()
    {
        var input = FourSpread();
        var broken = input with { Sizer = v => input.Sizer(v) is { } m ? m with { Workloads = [.. m.Workloads.Skip(1)] } : null };

        var error = Assert.Throws<Placement.Problems.ProblemException>(() => SmallFleet.Run(broken));

        Assert.Contains("other replicas", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Usage_beyond_a_nodes_capacity_is_an_error_that_names_the_node()
    {
        var input = SmallFleet.Input([(5, 100, 100), (5, 1000, 1000)], [(0, 150, 10)]);

        var error = Assert.Throws<ReconciliationException>(() => SmallFleet.Run(input));

        Assert.Contains("'n0' uses 150 of 100 cpu", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_catalogue_is_a_step_of_its_own_after_the_savings()
    {
        var input = FourSpread();
        ClusterModel? Candidates(SizingVariant v) => input.Sizer(v) is not { } m ? null : m with
        {
            Nodes = [.. Enumerable.Range(0, 2).Select(i => new Node { Id = $"c{i}", Type = "small", Capacity = [700, 700], PriceMicroDollarsPerHour = 300_000 })],
            Workloads = [.. m.Workloads.Select(w => w with { Replicas = [.. w.Replicas.Select(r => r with { Node = null })] })],
        };
        var money = SmallFleet.Run(input with { CatalogueSizer = Candidates }).Money;

        Assert.Equal((SavingsCause.Price, 700_000L, 1), (money.Catalogue!.Cause, money.Catalogue.SavedMicroDollarsPerHour, money.Catalogue.NodesAfter));
        Assert.Equal(3_000_000, money.Saved);
    }
}
