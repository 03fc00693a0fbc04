using Placement.Portfolio;
using Placement.Solving;
using Placement.Tests.ColumnGeneration;

namespace Placement.Tests.Portfolio;

public sealed class WorkLimitTests
{
    [Theory]
    [InlineData(50)]
    [InlineData(400)]
    [InlineData(2_000)]
    public void The_same_work_gives_the_same_answer_however_busy_the_machine_is(int work)
    {
        // Column generation with its integer step; the smaller one has the exact model too.
        foreach (var problem in new[] { IrregularFleets.Bins(60, 100, 500, seed: 5), IrregularFleets.Bins(18, 100, 500, seed: 6) })
        {
            var options = new SolveOptions { Threads = 1, WorkLimit = work, TimeLimit = TimeSpan.FromMinutes(20), Seed = 3 };
            var first = new PortfolioSolver().Solve(problem, options, TestContext.Current.CancellationToken);
            using var idle = new CancellationTokenSource();
            var load = Enumerable.Range(0, 3).Select(_ => new Thread(() =>
            {
                while (!idle.IsCancellationRequested)
                {
                    Thread.SpinWait(1000);
                }
            })).ToList();
            load.ForEach(t => t.Start());
            var second = new PortfolioSolver().Solve(problem, options, TestContext.Current.CancellationToken);
            idle.Cancel();
            load.ForEach(t => t.Join());

            Assert.Equal(first.Assignment!.Nodes.ToArray(), second.Assignment!.Nodes.ToArray());
            Assert.Equal((first.Cost, first.Status, first.Solver, first.Bound.Value, first.Bound.Argument, first.Bound.Explanation), (second.Cost, second.Status, second.Solver, second.Bound.Value, second.Bound.Argument, second.Bound.Explanation));
            Assert.Equal(first.Bound.Certificate?.ClassWorth ?? [], second.Bound.Certificate?.ClassWorth ?? []);
        }
    }

    [Fact]
    public void More_work_gives_no_worse_answer_and_bound()
    {
        var problem = IrregularFleets.Bins(60, 100, 500, seed: 7);
        var results = new long[] { 20, 200, 2_000 }.Select(work => new PortfolioSolver().Solve(problem, new() { Threads = 1, WorkLimit = work, TimeLimit = TimeSpan.FromMinutes(20) }, TestContext.Current.CancellationToken)).ToList();

        Assert.Equal(results.Select(r => r.Cost).OrderDescending(), results.Select(r => r.Cost));
        Assert.Equal(results.Select(r => r.Bound.Value).Order(), results.Select(r => r.Bound.Value));
    }
}
