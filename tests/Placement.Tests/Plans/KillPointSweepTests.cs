using Placement.Plans;

namespace Placement.Tests.Plans;

/// <summary>Sweeps every kill point and every kind of failed step over a plan with every kind of step.</summary>
public sealed class KillPointSweepTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("placement-sweep").FullName;
    private int _journals;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static int Calls => EveryKindOfStep.Document.Waves.SelectMany(w => w.Steps).Sum(s => s.Kind == StepKind.Move ? 2 : 1);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_plan_has_every_kind_of_step_and_every_reason()
    {
        var steps = EveryKindOfStep.Document.Waves.SelectMany(w => w.Steps).ToList();
        Assert.Equal(Enum.GetValues<StepKind>(), steps.Select(s => s.Kind).Distinct().Order());
        Assert.Equal(Enum.GetValues<StepReason>(), steps.Select(s => s.Reason).Distinct().Order());
    }

    [Fact]
    public async Task Every_kind_of_failed_step_at_every_call_is_resumed_or_rolled_back()
    {
        foreach (var failure in Enum.GetValues<WorldFailure>())
        {
            for (var call = 1; call <= Calls; call++)
            {
                foreach (var back in new[] { false, true })
                {
                    var world = new FakeWorld(EveryKindOfStep.Model) { FailsAt = call, Failure = failure };
                    var journal = NewJournal();
                    var refused = failure is WorldFailure.Refused or WorldFailure.RefusedAfterEffect;
                    Assert.Equal(refused ? ExecutionStatus.StepFailed : null, await TryRun(world, journal));
                    await FinishAsync(world, journal, back);
                }
            }
        }
    }

    [Fact]
    public async Task Every_kill_point_with_every_kind_of_failure_after_it_is_resumed_or_rolled_back()
    {
        for (var kill = 1; kill <= Calls; kill++)
        {
            foreach (var diesAt in new[] { kill, -kill })
            {
                foreach (var failure in Enum.GetValues<WorldFailure>())
                {
                    // The failure comes with the first, third, fifth ... call after the kill, so that half of the sweep hits starts and half stops.
                    for (var later = 1 + (kill % 2); later <= Calls - kill + 1; later += 4)
                    {
                        foreach (var back in new[] { false, true })
                        {
                            var world = new FakeWorld(EveryKindOfStep.Model) { DiesAt = diesAt };
                            var journal = NewJournal();
                            await Assert.ThrowsAsync<SimulatedKillException>(() => Executor(world, journal).RunAsync(Token));
                            (world.DiesAt, world.FailsAt, world.Failure) = (0, kill + later, failure);
                            await TryRun(world, journal);
                            await FinishAsync(world, journal, back);
                        }
                    }
                }
            }
        }
    }

    [Fact]
    public async Task Each_precondition_that_breaks_right_before_its_step_stops_the_plan_there()
    {
        foreach (var step in EveryKindOfStep.Document.Waves.SelectMany(w => w.Steps))
        {
            foreach (var condition in step.Preconditions)
            {
                var world = new FakeWorld(EveryKindOfStep.Model);
                var restore = () => { };
                world.BeforeLook = replica =>
                {
                    if (replica == step.Replica && world.Calls == CallsBefore(step) && world.Undo is null)
                    {
                        restore = world.Break(step.Replica, condition);
                    }
                };
                var journal = NewJournal();
                var result = await Executor(world, journal).RunAsync(Token);
                Assert.True(result.Status == ExecutionStatus.PreconditionBroken, $"step {step.Id}, {condition}: {result.Status}");
                Assert.Equal(step.Id, result.Step);
                Assert.Equal(CallsBefore(step), world.Calls);
                world.BeforeLook = null;
                restore();
                await FinishAsync(world, journal, back: step.Id % 2 == 0);
            }
        }
    }

    private static int CallsBefore(PlanStep step) =>
        EveryKindOfStep.Document.Waves.SelectMany(w => w.Steps).TakeWhile(s => s.Id != step.Id).Sum(s => s.Kind == StepKind.Move ? 2 : 1);

    private static async Task FinishAsync(FakeWorld world, string journal, bool back)
    {
        Assert.All(world.Places.Where(p => p.Key is not ("new/0" or "old/0") && !p.Key.StartsWith("batch", StringComparison.Ordinal)), p => Assert.InRange(p.Value.Length, 1, 2));
        (world.FailsAt, world.DiesAt) = (0, 0);
        var result = back ? await Executor(world, journal).RollBackAsync(Token) : await Executor(world, journal).RunAsync(Token);
        Assert.True(result.Status == (back ? ExecutionStatus.RolledBack : ExecutionStatus.Completed), $"{result.Status}: {result.Reason}");
        var expected = back
            ? EveryKindOfStep.Model.Workloads.SelectMany(w => w.Replicas).Where(r => r.Node is not null).Select(r => $"{r.Id} on {r.Node}")
            : EveryKindOfStep.Document.Target.SelectMany(n => n.Replicas.Select(r => $"{r} on {n.Node}"));
        Assert.Equal(expected.Order(StringComparer.Ordinal), world.Places.SelectMany(p => p.Value.Select(n => $"{p.Key} on {n}")).Order(StringComparer.Ordinal));
    }

    /// <summary>Runs; <see langword="null"/> when the connection is lost meanwhile.</summary>
    private static async Task<ExecutionStatus?> TryRun(FakeWorld world, string journal)
    {
        try
        {
            return (await Executor(world, journal).RunAsync(Token)).Status;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private string NewJournal() => Path.Combine(_folder, $"journal{++_journals}");

    private static PlanExecutor Executor(FakeWorld world, string journal) =>
        new(PlanFile.ToBytes(EveryKindOfStep.Document), world, new ExecutionOptions { JournalPath = journal, Parallel = 1 });
}
