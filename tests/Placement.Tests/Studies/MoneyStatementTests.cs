using CsCheck;
using Placement.Studies;

namespace Placement.Tests.Studies;

public sealed class MoneyStatementTests
{
    private static SavingsPart Part(SavingsCause cause, long from, long to) => new() { Cause = cause, FromMicroDollarsPerHour = from, ToMicroDollarsPerHour = to, NodesAfter = 1 };

    [Theory]
    [InlineData(10, 11, 0, 0, "spend after")]
    [InlineData(10, -1, 0, 0, "spend after")]
    [InlineData(10, 5, 11, 0, "spend now")]
    [InlineData(10, 5, 0, 6, "spend after")]
    [InlineData(10, 5, -1, 0, "spend now")]
    public void Figures_that_contradict_each_other_are_an_error_that_names_them(long now, long after, long usedNow, long usedAfter, string named)
    {
        var error = Assert.Throws<ReconciliationException>(() => MoneyStatement.Create(now, after, usedNow, usedAfter, [Part(SavingsCause.Solver, now, after)]));

        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_with_a_gap_or_a_missing_end_are_an_error()
    {
        Assert.Throws<ReconciliationException>(() => MoneyStatement.Create(10, 5, null, null, [Part(SavingsCause.StopSpreading, 10, 8), Part(SavingsCause.Solver, 7, 5)]));
        Assert.Throws<ReconciliationException>(() => MoneyStatement.Create(10, 5, null, null, [Part(SavingsCause.StopSpreading, 10, 8)]));
        Assert.Throws<ReconciliationException>(() => MoneyStatement.Create(10, 5, null, null, []));
        Assert.Throws<ReconciliationException>(() => MoneyStatement.Create(10, 5, null, null, [Part(SavingsCause.Solver, 10, 5)], Part(SavingsCause.Price, 6, 1)));
    }

    [Fact]
    public void A_year_is_twelve_months_to_the_micro_dollar() =>
        Gen.Long[0, 1_000_000_000_000].Sample(hourly => MoneyStatement.PerYear(hourly) == 12 * MoneyStatement.PerMonth(hourly));

    [Fact]
    public void Money_reconciles_on_random_fleets() =>
        Gen.Select(
            Gen.Select(Gen.Long[0, 3_000_000], Gen.Long[100, 2000], Gen.Long[100, 2000]).Array[1, 6],
            Gen.Select(Gen.Int[-1, 5], Gen.Long[1, 300], Gen.Long[1, 300]).Array[0, 9],
            Gen.Long[1, 3]).Sample((nodes, replicas, requestFactor) =>
        {
            var input = SmallFleet.Input(nodes, [.. replicas.Select(r => r with { Item1 = r.Item1 >= nodes.Length ? -1 : r.Item1 })], requestFactor);
            StudyResult result;
            try
            {
                result = SmallFleet.Run(input);
            }
            catch (ReconciliationException error)
            {
                // Right only if a node's replicas really use more than the node has.
                var overfull = nodes.Where((n, i) => replicas.Where(r => r.Item1 == i).Sum(r => r.Item2) > n.Item2 || replicas.Where(r => r.Item1 == i).Sum(r => r.Item3) > n.Item3);
                Assert.True(overfull.Any(), error.Message);
                return;
            }

            var money = result.Money;
            Assert.Equal(nodes.Sum(n => n.Item1), money.SpendNow);
            Assert.Equal(result.Nodes.Where(n => n.Stays).Sum(n => nodes[n.Node].Item1), money.SpendAfter);
            Assert.InRange(money.Saved, 0, money.SpendNow);
            Assert.Equal(money.Saved, money.Parts.Sum(p => p.SavedMicroDollarsPerHour));
            Assert.Equal(money.SpendNow, money.UsedNow + money.IdleNow);
            Assert.Equal(money.SpendAfter, money.UsedAfter + money.IdleAfter);
            Assert.InRange(money.IdleNow!.Value, 0, money.SpendNow);
            Assert.InRange(money.IdleAfter!.Value, 0, money.SpendAfter);
            foreach (var state in new[] { result.Before, result.After })
            {
                Assert.All(state.Resources, r => Assert.Equal(r.Bought, r.Used + r.Idle));
            }

            // Nothing that runs is lost: the same usage before and after, if everything ran before.
            if (result.Before.Assignment.Nodes.IndexOf(-1) < 0)
            {
                Assert.Equal(result.Before.Resources.Select(r => r.Used), result.After.Resources.Select(r => r.Used));
            }
        }, iter: 300);
}
