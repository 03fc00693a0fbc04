using CsCheck;
using Placement.Plans;

namespace Placement.Tests.Plans;

/// <summary>Whatever is changed in a plan that matters, the checker finds it.</summary>
public sealed class MutatedPlanTests
{
    private static readonly (string Name, Func<PlanDocument, PlanStep, PlanDocument?> Change)[] Mutations =
    [
        ("a step is left out", (d, v) => Steps(d, s => s.Id == v.Id ? [] : [s])),
        ("a step is made twice", (d, v) => Steps(d, s => s.Id == v.Id ? [s, s] : [s])),
        ("a step goes backwards", (d, v) => v is { From: not null, To: not null } ? Steps(d, s => s.Id == v.Id ? [s with { From = s.To, To = s.From }] : [s]) : null),
        ("a stop comes before all", (d, v) => v.Kind == StepKind.Stop && d.Waves[0].Steps[0].Id != v.Id && v.Reason == StepReason.HoldsCopy ? Earlier(d, v) : null),
        ("a step is of another kind", (d, v) => Steps(d, s => s.Id == v.Id ? [s with { Kind = s.Kind == StepKind.Move ? StepKind.Stop : StepKind.Move }] : [s])),
        ("a step is of another replica", (d, v) => d.Waves.SelectMany(w => w.Steps).FirstOrDefault(s => s.Replica != v.Replica) is { } other ? Steps(d, s => s.Id == v.Id ? [s with { Replica = other.Replica }] : [s]) : null),
        ("a precondition is left out", (d, v) => v.Preconditions.Count > 0 ? Steps(d, s => s.Id == v.Id ? [s with { Preconditions = [.. s.Preconditions.Skip(1)] }] : [s]) : null),
        ("less room is demanded", (d, v) => v.Preconditions.Any(c => c.Amount > 0)
            ? Steps(d, s => s.Id == v.Id ? [s with { Preconditions = [.. s.Preconditions.Select(c => c.Amount > 0 ? c with { Amount = c.Amount - 1 } : c)] }] : [s])
            : null),
        ("an undo leads elsewhere", (d, v) => Steps(d, s => s.Id == v.Id ? [s with { Undo = s.Undo with { From = s.Undo.To, To = s.Undo.From } }] : [s])),
        ("a saving is larger", (d, v) => Steps(d, s => s.Id == v.Id ? [s with { SavingMicroDollarsPerHour = s.SavingMicroDollarsPerHour + 1 }] : [s])),
        ("a cost is smaller", (d, v) => Steps(d, s => s.Id == v.Id ? [s with { CostMicroDollars = s.CostMicroDollars - 1 }] : [s])),
        ("a wave is shorter", (d, v) => d with { Waves = [.. d.Waves.Select(w => w.Steps.Contains(v) ? w with { Milliseconds = w.Milliseconds - 1 } : w)] }),
        ("the waves run backwards", (d, _) => d.Waves.Count > 1 && Returns(d) ? d with { Waves = [.. d.Waves.Reverse()] } : null),
        ("a wave has another number", (d, v) => d with { Waves = [.. d.Waves.Select(w => w.Steps.Contains(v) ? w with { Number = w.Number + 1 } : w)] }),
        ("another snapshot is named", (d, _) => d with { Snapshot = d.Snapshot with { ModelSha256 = new string('0', 64) } }),
        ("the makespan is shorter", (d, _) => d with { Summary = d.Summary with { MakespanMilliseconds = d.Summary.MakespanMilliseconds - 1 } }),
    ];

    [Fact]
    public void Every_mutation_of_every_plan_on_random_fleets_is_caught()
    {
        var caught = Mutations.ToDictionary(m => m.Name, _ => 0);
        var gate = new Lock();
        RandomFleets.Gen.Sample(
            fleet =>
            {
                var document = PlanCheckerTests.Written(fleet, out var isFeasible);
                var steps = document.Waves.SelectMany(w => w.Steps).ToList();
                if (steps.Count == 0 || !isFeasible)
                {
                    return;
                }

                foreach (var (name, change) in Mutations)
                {
                    if (change(document, steps[(steps.Count * 7 / 11) % steps.Count]) is { } mutated)
                    {
                        Assert.False(PlanChecker.Check(mutated, fleet.Model).IsSound, $"Not caught: {name}.");
                        lock (gate)
                        {
                            caught[name]++;
                        }
                    }
                }
            },
            iter: 200);
        Assert.DoesNotContain(caught.Where(c => c.Key != "a stop comes before all"), c => c.Value == 0);
    }

    private static PlanDocument Steps(PlanDocument document, Func<PlanStep, PlanStep[]> change) =>
        document with { Waves = [.. document.Waves.Select(w => w with { Steps = [.. w.Steps.SelectMany(change)] })] };

    private static PlanDocument Earlier(PlanDocument document, PlanStep step)
    {
        var without = Steps(document, s => s.Id == step.Id ? [] : [s]);
        return without with { Waves = [without.Waves[0] with { Steps = [step, .. without.Waves[0].Steps] }, .. without.Waves.Skip(1)] };
    }

    /// <summary>Whether some replica has steps in two waves, so that their order matters.</summary>
    private static bool Returns(PlanDocument document) =>
        document.Waves.SelectMany(w => w.Steps.Select(s => s.Replica)).CountBy(r => r).Any(r => r.Value > 1);
}
