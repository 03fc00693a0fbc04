using Placement.Backtesting;
using Placement.Model;
using Placement.Problems;
using Placement.Solving;

namespace Placement.Studies;

/// <summary>The main job: from a fleet and its sizes to what can be switched off, why the rest stays, and the money.</summary>
/// <remarks>Synchronous and without input or output of its own. With work limits and one thread in every solve, the same input gives the same result.</remarks>
public static class ConsolidationStudy
{
    /// <summary>Runs a study.</summary>
    /// <param name="input">The fleet, what sizes it, its telemetry and prices.</param>
    /// <param name="options">Solvers, limits, sizing.</param>
    /// <param name="cancellationToken">Means "forget it": no result is returned.</param>
    /// <exception cref="ProblemException">A sized model contradicts itself or is of another fleet.</exception>
    /// <exception cref="ReconciliationException">Figures of the input contradict each other, such as usage beyond a node's capacity.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static StudyResult Run(StudyInput input, StudyOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(options);
        options = options with { Solver = new NeverWorse(options.Solver, options.Packers) };
        var stage = options.Stage ?? (_ => { });
        var model = StudyModels.Size(input, input.Sizer, options.Headline)
            ?? throw new ProblemException([$"The fleet cannot be sized by {options.Headline}; give requests or telemetry."]);
        var problem = ProblemCompiler.Compile(model);

        stage("greedy baseline");
        var greedyOptions = options.Solve with { Start = null, Progress = null };
        var packers = options.Packers.Solve(problem, greedyOptions, cancellationToken);
        var greedy = options.Greedy.Solve(problem, greedyOptions, cancellationToken) is { Check: not null } simple ? simple : packers;
        var onRequests = GreedyOnRequests(input, options, greedyOptions, cancellationToken);
        stage($"solving: {problem}");
        var solved = FewerMoves.Apply(problem, options.Solver.Solve(problem, options.Solve, cancellationToken));
        var (catalogueModel, catalogue) = Catalogue(input, options, stage, cancellationToken);

        stage("states before and after");
        var states = new StudyStates(input, problem, options.Headline.TargetPercent);
        var before = states.StateOf(problem.Start(), allNodes: true);
        var spendNow = input.Fleet.Nodes.Aggregate(0L, (sum, n) => checked(sum + n.PriceMicroDollarsPerHour));
        var worth = solved.Check is { } check && check.Cost.Nodes < spendNow;
        var after = worth ? states.StateOf(solved.Assignment!, allNodes: false) : before;
        var (loadsBefore, loadsAfter) = (states.LoadsOf(before), states.LoadsOf(after));
        var spendAfter = worth ? after.Check.Cost.Nodes : spendNow;
        var parts = worth ? Parts(spendNow, onRequests, greedy, solved) : [];

        stage("sensitivity");
        var sensitivity = SensitivityGrid.Solve(input, options, solved, cancellationToken);
        stage("binding floor");
        var floor = worth ? BindingFloor.Of(model, solved, options, cancellationToken) : [];
        stage("backtest");
        return new StudyResult
        {
            Input = input,
            Options = options,
            Model = model,
            Problem = problem,
            Before = before,
            After = after,
            IsWorthChanging = worth,
            Solved = solved,
            Greedy = greedy,
            GreedyOnRequests = onRequests,
            Packers = packers,
            Floor = floor,
            Catalogue = catalogue,
            CatalogueModel = catalogueModel,
            Money = MoneyStatement.Create(spendNow, spendAfter, states.UsedPrice(loadsBefore), states.UsedPrice(loadsAfter), parts, CataloguePart(spendAfter, catalogue)),
            Nodes = Outcomes(model, problem, before, after, worth, loadsBefore, loadsAfter),
            Sensitivity = sensitivity,
            Backtest = Backtested(input, options, cancellationToken),
        };
    }

    private static SolveResult? GreedyOnRequests(StudyInput input, StudyOptions options, SolveOptions solve, CancellationToken cancellationToken)
    {
        if (options.Headline.ByRequest || StudyModels.Size(input, input.Sizer, options.Headline with { ByRequest = true }) is not { } requested)
        {
            return null;
        }

        var problem = ProblemCompiler.Compile(requested);
        return options.Greedy.Solve(problem, solve, cancellationToken) is { Check: not null } simple ? simple : options.Packers.Solve(problem, solve, cancellationToken);
    }

    private static (ClusterModel?, SolveResult?) Catalogue(StudyInput input, StudyOptions options, Action<string> stage, CancellationToken cancellationToken)
    {
        if (input.CatalogueSizer is not { } sizer || StudyModels.Size(input, sizer, options.Headline) is not { } model)
        {
            return (null, null);
        }

        stage("price catalogue");
        return (model, options.Solver.Solve(ProblemCompiler.Compile(model), options.Solve with { Start = null }, cancellationToken));
    }

    /// <summary>The steps from the spend now to the spend after; a step whose cost is not known is joined with the next.</summary>
    private static List<SavingsPart> Parts(long spendNow, SolveResult? onRequests, SolveResult greedy, SolveResult solved)
    {
        var parts = new List<SavingsPart>();
        var at = spendNow;
        void Step(SavingsCause cause, CheckResult? check)
        {
            if (check is not null)
            {
                parts.Add(new() { Cause = cause, FromMicroDollarsPerHour = at, ToMicroDollarsPerHour = check.Cost.Nodes, NodesAfter = check.NodesInUse });
                at = check.Cost.Nodes;
            }
        }

        Step(SavingsCause.StopSpreading, (onRequests ?? greedy).Check);
        if (onRequests?.Check is not null)
        {
            Step(SavingsCause.RightSizing, greedy.Check);
        }

        Step(SavingsCause.Solver, solved.Check);
        return parts;
    }

    private static SavingsPart? CataloguePart(long spendAfter, SolveResult? catalogue) => catalogue?.Check is { } check
        ? new() { Cause = SavingsCause.Price, FromMicroDollarsPerHour = spendAfter, ToMicroDollarsPerHour = check.Cost.Nodes, NodesAfter = check.NodesInUse }
        : null;

    private static NodeOutcome[] Outcomes(
        ClusterModel model, PlacementProblem problem, FleetState before, FleetState after, bool worth, NodeLoad[] loadsBefore, NodeLoad[] loadsAfter)
    {
        var reasons = new NodeReasons(model, problem, before.Assignment, after.Assignment);
        return [.. Enumerable.Range(0, problem.NodeCount).Select(n => new NodeOutcome
        {
            Node = n,
            Stays = !worth || loadsAfter[n].Replicas > 0,
            Before = loadsBefore[n],
            After = loadsAfter[n],
            Reason = worth || loadsAfter[n].Replicas > 0 ? reasons.ReasonOf(n) : "Runs nothing, but no plan was found to be cheaper.",
        })];
    }

    private static BacktestResult? Backtested(StudyInput input, StudyOptions options, CancellationToken cancellationToken)
    {
        if (input.History is not { SlotCount: >= 2 } history || options.BacktestPercent == 0 || options.Headline.ByRequest)
        {
            return null;
        }

        var split = Backtest.SplitSlot(history.SlotCount, options.BacktestPercent);
        return StudyModels.Size(input, input.Sizer, options.Headline with { Until = history.StartOf(split) }) is { } sized
            ? Backtest.Run(input.Fleet, sized, history, split, options.Headline.TargetPercent, options.Solver, options.BacktestSolve, cancellationToken)
            : null;
    }
}
