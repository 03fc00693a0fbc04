using System.CommandLine;
using System.Globalization;
using Placement.Cli.Options;
using Placement.Cli.Output;
using Placement.Portfolio;
using Placement.Sizing;
using Placement.Solving;
using Placement.Studies;

namespace Placement.Cli;

/// <summary>Runs the library's study for a command line: what was asked for in, what was found out.</summary>
internal sealed record StudyRun
{
    private const double DefaultRisk = 0.01;

    public required FleetReading Reading { get; init; }

    public required SizingPolicy Policy { get; init; }

    public required StudyInput Input { get; init; }

    public required StudyResult Result { get; init; }

    /// <summary>Gets the exit code that the answer means.</summary>
    public int ExitCode => Result.Solved.Assignment is not null ? Cli.ExitCode.Done
        : Result.Solved.Status == SolveStatus.Infeasible ? Cli.ExitCode.Infeasible
        : Cli.ExitCode.NoPlanInTime;

    /// <summary>Reads, sizes and solves.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="options">Its options.</param>
    /// <param name="host">The world.</param>
    /// <param name="adapt">Changes what the study computes, such as leaving out parts that the command does not show.</param>
    /// <param name="token">Means "forget it".</param>
    public static async Task<StudyRun> RunAsync(ParseResult parsed, StudyCommandOptions options, CliHost host, Func<StudyOptions, StudyOptions> adapt, CancellationToken token)
    {
        using var progress = new Progress(host);
        var reading = await FleetReading.ReadAsync(parsed, options.Input, host, progress, token).ConfigureAwait(false);
        var policy = PolicyOf(parsed, options.Sizing, reading);
        var catalogue = options.Catalogue is { } wish && parsed.GetResult(wish) is not null
            ? reading.Inventory.Catalogue.Where(parsed.GetValue(wish) ?? "")
            : null;
        if (catalogue is { Types.Count: 0 })
        {
            throw new UsageException($"The price catalogue has no types of '{parsed.GetValue(options.Catalogue!)}'. It has {string.Join(", ", reading.Inventory.Catalogue.Types.Select(t => t.Provider).Distinct(StringComparer.Ordinal))}.");
        }

        foreach (var note in reading.Assumptions)
        {
            await host.Error.WriteLineAsync($"note: {note}").ConfigureAwait(false);
        }

        CheckSlots(parsed, options.Sizing, reading, policy);
        var input = StudyInputs.Create(reading.Inventory, reading.Window, policy, reading.Name, catalogue);
        using var solving = host.Interrupts.Solving();
        using var stop = new BestSoFar(host.Interrupts.Stop);
        var solve = options.Solver.Of(parsed, stop.Token, p =>
        {
            stop.Saw(p);
            progress.Report(Describe(p));
        });
        var study = adapt(new StudyOptions
        {
            Solver = new PortfolioSolver(),
            Headline = HeadlineOf(parsed, options.Sizing, policy),
            Solve = solve,
            SensitivitySolve = solve with { Progress = null, TimeLimit = TimeSpan.FromSeconds(Math.Clamp(solve.TimeLimit.TotalSeconds / 20, 0.5, 2)) },
            BacktestSolve = solve with { Progress = null, TimeLimit = TimeSpan.FromSeconds(Math.Min(2, solve.TimeLimit.TotalSeconds)) },
            Stage = stage => progress.Report(stage),
        });
        var risk = options.Sizing.RiskOf(parsed) ?? (options.ComparesPredictors(parsed) ? DefaultRisk : null);
        study = AtRisk(study, input, risk, token);
        var result = await Task.Run(() => ConsolidationStudy.Run(input, study, token), token).ConfigureAwait(false);
        progress.Dispose();
        if (host.Interrupts.Stop.IsCancellationRequested)
        {
            await host.Error.WriteLineAsync("note: stopped by Ctrl-C; this is the best found so far.").ConfigureAwait(false);
        }

        return new() { Reading = reading, Policy = policy, Input = input, Result = result };
    }

    public static SizingPolicy PolicyOf(ParseResult parsed, SizingOptions options, FleetReading reading)
    {
        var policy = options.PolicyOf(parsed, reading.Window is not null);
        if (!reading.IsInferred)
        {
            return policy;
        }

        // A trace has no requests to fall back on; and one without memory has nothing that a memory floor would protect.
        return policy with
        {
            ThinData = parsed.GetResult(options.ThinData) is { Implicit: false } ? policy.ThinData : ThinDataRule.UseHighest,
            FloorBytes = reading.Inventory.Workloads.All(w => w.Requested is [_, 0]) ? 0 : policy.FloorBytes,
        };
    }

    /// <summary>Lets a study size by the predictor that keeps a risk; the options as they are when none is stated.</summary>
    public static StudyOptions AtRisk(StudyOptions study, StudyInput input, double? risk, CancellationToken token)
    {
        if (risk is not { } share)
        {
            return study;
        }

        study.Stage?.Invoke("comparing predictors");
        var halves = study.BacktestPercent > 0 ? study : study with { BacktestPercent = 50 }; // a command that shows no backtest still chooses by one, and check by the same
        var comparison = (study.Headline.ByRequest ? null : PredictorComparison.Run(input, halves, share, token))
            ?? throw new UsageException("A risk can only be kept by what was measured: --risk needs --telemetry of at least eight time slots, the first of which size every workload, and sizes that rest on usage.");
        return study with { Headline = study.Headline with { Predictor = comparison.Chosen.Predictor, Risk = share }, Comparison = comparison };
    }

    public static SizingVariant HeadlineOf(ParseResult parsed, SizingOptions options, SizingPolicy policy) => new()
    {
        ByRequest = !policy.UsesTelemetry,
        Percentile = policy.CpuPercentile,
        TargetPercent = Math.Max(1, (int)Math.Round(policy.TargetUtilization * 100)),
        SurvivesNodeLoss = parsed.GetValue(options.SurviveNodeLoss),
        ByHourOfDay = policy.UsesTelemetry && parsed.GetValue(options.Slots) == "hour-of-day",
    };

    /// <summary>Refuses slots that the telemetry cannot fill.</summary>
    public static void CheckSlots(ParseResult parsed, SizingOptions options, FleetReading reading, SizingPolicy policy)
    {
        if (parsed.GetValue(options.Slots) == "hour-of-day" && (!policy.UsesTelemetry || reading.Window is not { Axis: { } axis } || axis.Width > TimeSpan.FromHours(1) || axis.Span < TimeSpan.FromDays(2)))
        {
            throw new UsageException("--slots hour-of-day needs sizes that rest on --telemetry of at least two days, in time slots of an hour or less: one day says nothing about the next.");
        }
    }

    /// <summary>Prints why there is no answer.</summary>
    public async Task ReportFailureAsync(CliHost host)
    {
        var solved = Result.Solved;
        await host.Error.WriteLineAsync(solved.Status == SolveStatus.Infeasible
            ? "error: no placement keeps every rule:"
            : "error: no placement was found within the limit; the nearest attempt broke:").ConfigureAwait(false);
        foreach (var reason in solved.Reasons.Take(20))
        {
            await host.Error.WriteLineAsync($"  {reason.Code}: {reason.Message}").ConfigureAwait(false);
        }

        if (solved.Reasons.Count > 20)
        {
            await host.Error.WriteLineAsync($"  and {solved.Reasons.Count - 20} more.").ConfigureAwait(false);
        }

        await host.Error.WriteLineAsync("'placement explain' says what would make it fit; a higher --target or a larger --time-limit may help.").ConfigureAwait(false);
    }

    private static string Describe(SolveProgress p) => string.Create(
        CultureInfo.InvariantCulture,
        $"{p.Elapsed.TotalSeconds:0.0} s  {p.Solver}{(p.Cost is { } cost ? $"  cost {cost / 1e6:0.####} an hour" : "")}{(p.Bound is { } bound ? $"  bound {bound.Value / 1e6:0.####}" : "")}");
}
