namespace Placement.Plans;

/// <summary>Carries out a plan.json in a world: journalled, idempotent, one wave after the other. Stops at the first broken precondition and says which.</summary>
/// <remarks>
/// Before a step begins, a line is forced to the journal, and after it another. After a kill at any point the same call resumes: steps that are done are
/// passed over, and a step that was under way is finished from whatever half of it the world shows. Rolling back undoes the steps in the reverse
/// order, which is as safe as the way there. A copy that the plan does not name is never touched.
/// </remarks>
public sealed class PlanExecutor
{
    private readonly PlanDocument _plan;
    private readonly string _sha256;
    private readonly IPlanWorld _world;
    private readonly ExecutionOptions _options;

    /// <summary>Makes an executor of one plan file.</summary>
    /// <param name="planBytes">The bytes of the plan.json; what was approved is these bytes.</param>
    /// <param name="world">The world.</param>
    /// <param name="options">Journal, approval, parallelism.</param>
    /// <exception cref="PlanFormatException">The bytes are not a plan.</exception>
    public PlanExecutor(ReadOnlySpan<byte> planBytes, IPlanWorld world, ExecutionOptions options)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(options);
        _plan = PlanFile.Parse(planBytes);
        _sha256 = PlanFile.Sha256(planBytes);
        (_world, _options) = (world, options);
    }

    /// <summary>Carries the plan out, or resumes where the journal ends.</summary>
    /// <exception cref="PlanFormatException">The journal is of another plan, or damaged.</exception>
    /// <exception cref="InvalidOperationException">The journal says that the plan is being rolled back.</exception>
    public async Task<ExecutionResult> RunAsync(CancellationToken cancellationToken = default)
    {
        if (_options.RequireApproval || _options.Approval is not null)
        {
            var fault = _options.Approval is { } approval
                ? approval.Fault(_sha256, _options.Clock.GetUtcNow())
                : $"The plan with SHA-256 {_sha256} needs an approval file and there is none.";
            if (fault is not null)
            {
                return new() { Status = ExecutionStatus.NotApproved, Reason = fault, StepsDone = 0 };
            }
        }

        using var journal = PlanJournal.Open(_options.JournalPath, _sha256, _options.Clock);
        if (journal.IsRollingBack)
        {
            throw new InvalidOperationException($"{_options.JournalPath} says that the plan is being rolled back; roll back to the end, then plan again.");
        }

        foreach (var wave in _plan.Waves)
        {
            var left = wave.Steps.Where(s => !journal.Done.Contains(s.Id)).ToList();
            if (await RunWaveAsync(left, journal, Way.Forward, cancellationToken).ConfigureAwait(false) is { } stop)
            {
                return stop;
            }
        }

        if (journal.End is null)
        {
            journal.Write(JournalEvent.Completed);
        }

        return new() { Status = ExecutionStatus.Completed, StepsDone = journal.Done.Count };
    }

    /// <summary>Undoes what the journal says was done or under way, last wave first. May itself be killed and called again.</summary>
    /// <exception cref="PlanFormatException">The journal is of another plan, or damaged.</exception>
    public async Task<ExecutionResult> RollBackAsync(CancellationToken cancellationToken = default)
    {
        using var journal = PlanJournal.Open(_options.JournalPath, _sha256, _options.Clock);
        if (!journal.IsRollingBack)
        {
            journal.Write(JournalEvent.RollbackBegun);
        }

        foreach (var wave in _plan.Waves.Reverse())
        {
            var left = wave.Steps.Where(s => journal.Done.Contains(s.Id) || journal.UnderWay.Contains(s.Id)).ToList();
            if (await RunWaveAsync(left, journal, Way.Back, cancellationToken).ConfigureAwait(false) is { } stop)
            {
                return stop;
            }
        }

        if (journal.End != JournalEvent.RolledBack)
        {
            journal.Write(JournalEvent.RolledBack);
        }

        return new() { Status = ExecutionStatus.RolledBack, StepsDone = journal.Done.Count };
    }

    /// <summary>Runs the steps side by side; after the first that stops, no further one is begun, and those under way are waited for.</summary>
    private async Task<ExecutionResult?> RunWaveAsync(List<PlanStep> steps, PlanJournal journal, Way way, CancellationToken cancellationToken)
    {
        (int Step, ExecutionStatus Status, string Reason)? stop = null;
        var gate = new Lock();
        using var slots = new SemaphoreSlim(_options.Parallel);
        var running = new List<Task>();
        foreach (var step in steps)
        {
            await slots.WaitAsync(cancellationToken).ConfigureAwait(false);
            lock (gate)
            {
                if (stop is not null)
                {
                    break;
                }
            }

            running.Add(RunOneAsync(step));
        }

        await Task.WhenAll(running).ConfigureAwait(false);
        return stop is { } s ? new() { Status = s.Status, Step = s.Step, Reason = s.Reason, StepsDone = journal.Done.Count } : null;

        async Task RunOneAsync(PlanStep step)
        {
            try
            {
                if (await RunStepAsync(step, journal, way, cancellationToken).ConfigureAwait(false) is { } fault)
                {
                    lock (gate)
                    {
                        stop = stop is { } first && first.Step < step.Id ? first : (step.Id, fault.Status, fault.Reason);
                    }
                }
            }
            catch
            {
                lock (gate)
                {
                    stop ??= (step.Id, ExecutionStatus.StepFailed, "interrupted");
                }

                throw;
            }
            finally
            {
                slots.Release();
            }
        }
    }

    private async Task<(ExecutionStatus Status, string Reason)?> RunStepAsync(PlanStep step, PlanJournal journal, Way way, CancellationToken cancellationToken)
    {
        var (kind, from, to) = way == Way.Forward ? (step.Kind, step.From, step.To) : (step.Undo.Kind, step.Undo.From, step.Undo.To);
        var copies = await _world.FindCopiesAsync(step.Replica, cancellationToken).ConfigureAwait(false);
        var isNew = way == Way.Forward && !journal.UnderWay.Contains(step.Id);
        var broken = (isNew ? await BrokenAsync(step, copies, cancellationToken).ConfigureAwait(false) : null) ?? Strange(step, copies);
        if (broken is not null)
        {
            journal.Write(JournalEvent.StepFailed, step.Id, broken);
            return (ExecutionStatus.PreconditionBroken, broken);
        }

        journal.Write(way == Way.Forward ? JournalEvent.StepBegun : JournalEvent.UndoBegun, step.Id);
        if (kind != StepKind.Stop && !copies.Contains(to!))
        {
            var outcome = await _world.StartAsync(step.Replica, to!, cancellationToken).ConfigureAwait(false);
            if (outcome.Failure is { } failure)
            {
                return Failed($"Step {step.Id}: replica '{step.Replica}' could not be started on '{to}': {failure}");
            }
        }

        if (kind != StepKind.Start && copies.Contains(from!))
        {
            var outcome = await _world.StopAsync(step.Replica, from!, cancellationToken).ConfigureAwait(false);
            if (outcome.Failure is { } failure)
            {
                return Failed($"Step {step.Id}: replica '{step.Replica}' could not be stopped on '{from}': {failure}");
            }
        }

        journal.Write(way == Way.Forward ? JournalEvent.StepDone : JournalEvent.UndoDone, step.Id);
        return null;

        (ExecutionStatus Status, string Reason)? Failed(string reason)
        {
            journal.Write(JournalEvent.StepFailed, step.Id, reason);
            return (ExecutionStatus.StepFailed, reason);
        }
    }

    /// <summary>Returns the first precondition that does not hold, in words; null when all hold.</summary>
    private async Task<string?> BrokenAsync(PlanStep step, IReadOnlyList<string> copies, CancellationToken cancellationToken)
    {
        foreach (var condition in step.Preconditions)
        {
            var found = condition.Kind switch
            {
                PreconditionKind.RunsOn => copies.Contains(condition.Node) ? null : $"it runs on {Names(copies)}",
                PreconditionKind.NotOn => copies.Contains(condition.Node) ? "it does" : null,
                _ => Found(condition, await _world.FindNodeAsync(condition.Node, cancellationToken).ConfigureAwait(false)),
            };
            if (found is not null)
            {
                var subject = condition.Kind is PreconditionKind.RunsOn or PreconditionKind.NotOn ? $"replica '{step.Replica}' " : "";
                return $"Step {step.Id} expects: {subject}{condition}; but {found}. The world changed since the plan was made: plan again, or roll back.";
            }
        }

        return null;
    }

    private static string? Found(StepPrecondition condition, WorldNode? node) =>
        node is null ? "the node does not exist"
        : condition.Kind == PreconditionKind.AcceptsReplicas ? (node.AcceptsReplicas ? null : "it does not")
        : node.Free.TryGetValue(condition.Resource ?? "", out var free) && free < condition.Amount ? $"{free} are free" : null;

    /// <summary>Says what is strange about the copies of a replica: one that no step put there, or none where there must be one.</summary>
    private static string? Strange(PlanStep step, IReadOnlyList<string> copies)
    {
        var known = step.Preconditions.Where(c => c.Kind == PreconditionKind.RunsOn).Select(c => c.Node).Append(step.From).Append(step.To).ToList();
        if (step.Kind != StepKind.Stop && copies.FirstOrDefault(c => !known.Contains(c)) is { } stranger)
        {
            return $"Step {step.Id}: replica '{step.Replica}' runs on '{stranger}', where this plan did not put it. Stop it there or plan again.";
        }

        return step.Kind == StepKind.Move && copies.Count == 0
            ? $"Step {step.Id}: replica '{step.Replica}' runs neither on '{step.From}' nor on '{step.To}'. Start it on one of them, then call again."
            : null;
    }

    private static string Names(IReadOnlyList<string> copies) => copies.Count == 0 ? "no node" : string.Join(" and ", copies.Select(c => $"'{c}'"));

    private enum Way
    {
        Forward,
        Back,
    }
}
