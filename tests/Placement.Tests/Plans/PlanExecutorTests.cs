using System.Text;
using Placement.Model;
using Placement.Plans;
using Placement.Problems;

namespace Placement.Tests.Plans;

public sealed class PlanExecutorTests : IDisposable
{
    private static readonly Lazy<PlanDocument> Made = new(Make);

    private readonly string _folder = Directory.CreateTempSubdirectory("placement-plan").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_plan_is_carried_out()
    {
        var world = new FakeWorld(Model());
        var result = await Run(world);
        Assert.Equal(ExecutionStatus.Completed, result.Status);
        AssertAt(world, Document().Target);
    }

    [Fact]
    public async Task A_kill_at_any_call_is_survived_by_resuming()
    {
        var calls = await CallsOfAWholeRun();
        for (var call = 1; call <= calls; call++)
        {
            foreach (var diesAt in new[] { call, -call })
            {
                var world = new FakeWorld(Model()) { DiesAt = diesAt };
                await Assert.ThrowsAsync<SimulatedKillException>(() => Run(world, $"resume{diesAt}"));
                AssertNothingLost(world);
                world.DiesAt = 0;
                Assert.Equal(ExecutionStatus.Completed, (await Run(world, $"resume{diesAt}")).Status);
                AssertAt(world, Document().Target);
            }
        }
    }

    [Fact]
    public async Task A_kill_at_any_call_is_survived_by_rolling_back_even_when_that_is_killed_too()
    {
        var calls = await CallsOfAWholeRun();
        for (var call = 1; call <= calls; call++)
        {
            foreach (var diesAt in new[] { call, -call })
            {
                for (var second = 1; second <= calls; second += 2)
                {
                    var journal = $"back{diesAt}-{second}";
                    var world = new FakeWorld(Model()) { DiesAt = diesAt };
                    await Assert.ThrowsAsync<SimulatedKillException>(() => Run(world, journal));
                    world.DiesAt = call + second;
                    try
                    {
                        await Executor(world, journal).RollBackAsync(Token);
                    }
                    catch (SimulatedKillException)
                    {
                        AssertNothingLost(world);
                        world.DiesAt = 0;
                        Assert.Equal(ExecutionStatus.RolledBack, (await Executor(world, journal).RollBackAsync(Token)).Status);
                    }

                    AssertAtStart(world);
                }
            }
        }
    }

    [Fact]
    public async Task A_journal_cut_anywhere_resumes_to_the_target()
    {
        // Power fails while a line is written: the journal may end at any byte, and the world may be up to one step ahead of it.
        var full = Path.Combine(_folder, "full");
        await Run(new FakeWorld(Model()), "full");
        var bytes = await File.ReadAllBytesAsync(full, Token);
        for (var length = 0; length < bytes.Length; length += 7)
        {
            var lines = Encoding.UTF8.GetString(bytes, 0, length).Count(c => c == '\n');
            var events = Encoding.UTF8.GetString(bytes).Split('\n').Take(lines).ToList();
            var world = new FakeWorld(Model());
            var begun = events.Count(e => e.Contains("StepBegun", StringComparison.Ordinal));
            foreach (var step in Document().Waves.SelectMany(w => w.Steps).Take(begun))
            {
                if (step.From is not null)
                {
                    await world.StopAsync(step.Replica, step.From, Token);
                }

                if (step.To is not null)
                {
                    await world.StartAsync(step.Replica, step.To, Token);
                }
            }

            await File.WriteAllBytesAsync(Path.Combine(_folder, $"cut{length}"), bytes[..length], Token);
            Assert.Equal(ExecutionStatus.Completed, (await Run(world, $"cut{length}")).Status);
            AssertAt(world, Document().Target);
        }
    }

    [Fact]
    public async Task A_failed_start_or_stop_is_named_and_can_be_resumed_or_rolled_back()
    {
        var calls = await CallsOfAWholeRun();
        for (var call = 1; call <= calls; call++)
        {
            var world = new FakeWorld(Model()) { FailsAt = call };
            var result = await Run(world, $"fails{call}");
            Assert.Equal(ExecutionStatus.StepFailed, result.Status);
            Assert.Contains("the image cannot be pulled", result.Reason, StringComparison.Ordinal);
            Assert.Contains($"Step {result.Step}:", result.Reason, StringComparison.Ordinal);
            AssertNothingLost(world);
            Assert.Equal(ExecutionStatus.Completed, (await Run(world, $"fails{call}")).Status);
            AssertAt(world, Document().Target);

            world = new FakeWorld(Model()) { FailsAt = call };
            await Run(world, $"undone{call}");
            Assert.Equal(ExecutionStatus.RolledBack, (await Executor(world, $"undone{call}").RollBackAsync(Token)).Status);
            AssertAtStart(world);
        }
    }

    [Fact]
    public async Task A_changed_world_stops_the_plan_at_the_first_broken_precondition()
    {
        var first = Document().Waves[0].Steps[0];
        var elsewhere = new FakeWorld(Model());
        elsewhere.Put(first.Replica, "spare");
        await Broken(elsewhere, $"replica '{first.Replica}' runs on {first.From}; but it runs on 'spare'");

        var twice = new FakeWorld(Model());
        twice.Put(first.Replica, first.From!, first.To!);
        await Broken(twice, $"does not run on {first.To}; but it does");

        var closed = new FakeWorld(Model());
        closed.Closed.Add(first.To!);
        await Broken(closed, $"{first.To} accepts replicas; but it does not");

        var full = new FakeWorld(Model());
        foreach (var replica in Model().Workloads[0].Replicas.Where(r => r.Id != first.Replica))
        {
            full.Put(replica.Id, first.To!);
        }

        await Broken(full, "cpu free; but");

        async Task Broken(FakeWorld world, string expected)
        {
            var before = world.Places;
            var result = await Run(world, Guid.NewGuid().ToString());
            Assert.Equal(ExecutionStatus.PreconditionBroken, result.Status);
            Assert.Equal(first.Id, result.Step);
            Assert.Contains(expected, result.Reason, StringComparison.Ordinal);
            Assert.Equal(before, world.Places);
        }
    }

    [Fact]
    public async Task Running_a_finished_plan_again_does_nothing()
    {
        var world = new FakeWorld(Model());
        await Run(world);
        var calls = world.Calls;
        Assert.Equal(ExecutionStatus.Completed, (await Run(world)).Status);
        Assert.Equal(calls, world.Calls);
    }

    [Fact]
    public async Task Without_the_demanded_approval_nothing_happens()
    {
        var world = new FakeWorld(Model());
        var bytes = PlanFile.ToBytes(Document());
        var options = new ExecutionOptions { JournalPath = Path.Combine(_folder, "approval"), RequireApproval = true, Parallel = 1 };
        Assert.Equal(ExecutionStatus.NotApproved, (await new PlanExecutor(bytes, world, options).RunAsync(Token)).Status);

        var other = new PlanApproval { PlanSha256 = PlanFile.Sha256("another plan"u8), ApprovedBy = "Ada", ApprovedAt = DateTimeOffset.UnixEpoch };
        var refused = await new PlanExecutor(bytes, world, options with { Approval = other }).RunAsync(Token);
        Assert.Equal(ExecutionStatus.NotApproved, refused.Status);
        Assert.Contains("Ada", refused.Reason, StringComparison.Ordinal);
        Assert.Equal(0, world.Calls);

        var approval = PlanFile.ParseApproval(PlanFile.ToBytes(other with { PlanSha256 = PlanFile.Sha256(bytes) }));
        Assert.Equal(ExecutionStatus.Completed, (await new PlanExecutor(bytes, world, options with { Approval = approval }).RunAsync(Token)).Status);
    }

    [Fact]
    public async Task The_journal_of_another_plan_is_refused()
    {
        var world = new FakeWorld(Model());
        await Run(world);
        var other = PlanFile.ToBytes(Document() with { DataGrade = "B" });
        await Assert.ThrowsAsync<PlanFormatException>(() => new PlanExecutor(other, world, new ExecutionOptions { JournalPath = Path.Combine(_folder, "journal") }).RunAsync(Token));
    }

    [Fact]
    public async Task Steps_of_a_wave_run_side_by_side_and_reach_the_target()
    {
        var world = new FakeWorld(Model());
        var options = new ExecutionOptions { JournalPath = Path.Combine(_folder, "parallel"), Parallel = 4 };
        Assert.Equal(ExecutionStatus.Completed, (await new PlanExecutor(PlanFile.ToBytes(Document()), world, options).RunAsync(Token)).Status);
        AssertAt(world, Document().Target);
    }

    /// <summary>Three full nodes whose replicas change places in a ring, and a spare one: a plan with a hop and several waves.</summary>
    internal static ClusterModel Model() => new()
    {
        Nodes = [.. new[] { "a", "b", "c", "spare" }.Select(n => new Node { Id = n, Capacity = [1000, 1000] })],
        Workloads =
        [
            new Workload { Id = "x", Demand = [500, 10], Replicas = [new Replica { Id = "x/0", Node = "a" }, new Replica { Id = "x/1", Node = "b" }, new Replica { Id = "x/2", Node = "c" }] },
            new Workload { Id = "y", Demand = [500, 10], Replicas = [new Replica { Id = "y/0", Node = "a" }, new Replica { Id = "y/1", Node = "b" }, new Replica { Id = "y/2", Node = "c" }] },
        ],
    };

    internal static PlanDocument Document() => Made.Value;

    private static PlanDocument Make()
    {
        var model = Model();
        var problem = ProblemCompiler.Compile(model);
        var limits = new MigrationLimits { MaxMovingPerWorkload = 3 }.For(model);
        var plan = MigrationPlanner.Plan(problem, new Assignment([1, 2, 0, 2, 0, 1]), limits, cancellationToken: CancellationToken.None);
        Assert.Empty(plan.Kept);
        Assert.True(plan.ExtraHops > 0);
        var proposal = new PlanProposal { Problem = problem, Plan = plan, Limits = limits, Shares = new long[plan.StepCount], StepCosts = new long[plan.StepCount], Kept = [], ExposedReplicas = 0 };
        return PlanComposer.Compose(model, proposal, new PlanOrigin());
    }

    private async Task<int> CallsOfAWholeRun()
    {
        var world = new FakeWorld(Model());
        await Run(world, "whole");
        return world.Calls;
    }

    private PlanExecutor Executor(FakeWorld world, string journal) =>
        new(PlanFile.ToBytes(Document()), world, new ExecutionOptions { JournalPath = Path.Combine(_folder, journal), Parallel = 1 });

    private Task<ExecutionResult> Run(FakeWorld world, string journal = "journal") => Executor(world, journal).RunAsync(Token);

    private static void AssertAt(FakeWorld world, IReadOnlyList<NodePlacement> target)
    {
        var expected = target.SelectMany(n => n.Replicas.Select(r => (Replica: r, n.Node))).OrderBy(x => x.Replica, StringComparer.Ordinal);
        Assert.Equal(expected, world.Places.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => (p.Key, Assert.Single(p.Value))));
    }

    private static void AssertAtStart(FakeWorld world) => Assert.Equal(new FakeWorld(Model()).Places, world.Places);

    private static void AssertNothingLost(FakeWorld world) => Assert.All(world.Places, p => Assert.InRange(p.Value.Length, 1, 2));
}
