using Placement.Backtesting;
using Placement.Problems;
using Placement.Solving;
using Placement.Studies;

namespace Placement.Reporting;

/// <summary>Writes a study down as a document. Every cost is the checker's.</summary>
internal sealed class ReportBuilder(StudyResult study)
{
    private readonly StudyInput _input = study.Input;
    private readonly string _currency = study.Input.Currency;

    private int Unplaced => study.Before.Assignment.Nodes.ToArray().Count(n => n == Assignment.Unplaced);

    public ReportDocument Build()
    {
        var bound = Bound();
        return new ReportDocument
        {
            Tool = new("placement", Version()),
            Fleet = _input.Name,
            Verdict = Verdict(bound),
            Figures = new FigureList(study).All(),
            Money = Money(),
            Bound = bound,
            BindingFloor = Floor(),
            Sizing = Sizing(),
            Data = Data(),
            Resources = [.. study.Before.Resources.Zip(study.After.Resources, (a, b) => new ReportResource(a.Name, a.Unit, a.Bought, a.Used, a.Idle, b.Bought, b.Used, b.Idle, b.Demanded))],
            Nodes = [.. study.Nodes.Select(Node)],
            HotSpots = HotSpotList.Of(_input.Fleet, study.Before.Replay, study.After.Replay),
            Sensitivity = [.. study.Sensitivity.Select(Cell)],
            Backtest = study.Backtest is { } backtest ? Backtest(backtest) : null,
            Risk = ReportRisk.Of(study),
            RightSizing = ReportRightSizing.Of(study),
            Moves = Moves(),
            Solve = Solve(),
            Notes = Notes(),
        };
    }

    private static string Version() =>
        typeof(ReportBuilder).Assembly.GetName().Version?.ToString(3) ?? "0";

    private ReportVerdict Verdict(ReportBound bound)
    {
        var proven = study.Solved.Status == SolveStatus.Optimal;
        if (!study.IsWorthChanging)
        {
            return new(
                "Nothing is worth changing.",
                false,
                study.Solved.Assignment is null
                    ? $"No plan that keeps every rule was found: {study.Solved.Reasons.Select(r => r.Message).FirstOrDefault() ?? "the solver ended as " + study.Solved.Status}."
                    : proven ? "No cheaper plan exists that keeps every rule." : "No cheaper plan was found that keeps every rule. " + bound.Words);
        }

        var released = study.Before.Nodes - study.After.Nodes;
        return new(
            $"Switch off {released} of {Amounts.Count(study.Before.Nodes, "node")} and save {Amounts.PerMonth(study.Money.Saved, _currency)} a month.",
            true,
            $"{Amounts.Share(study.Money.Saved, study.Money.SpendNow)} of today's spend. {Changes()}; every rule holds, by an independent check.");
    }

    /// <summary>How many replicas move, and how many get a node that have none today.</summary>
    private string Changes()
    {
        var moves = study.After.Check.Moves;
        var moving = $"{Amounts.Count(moves, "replica")} {(moves == 1 ? "moves" : "move")}";
        var placed = $"{Amounts.Count(Unplaced, "replica")} without a node today {(Unplaced == 1 ? "is" : "are")} placed";
        return Unplaced == 0 ? moving : moves == 0 ? placed : $"{placed}, {moving}";
    }

    private ReportFloor? Floor()
    {
        if (study.Floor.Count == 0 || study.Solved.Check is not { } plan)
        {
            return null;
        }

        string Size(int nodes, long cost) => $"{Amounts.Count(nodes, "node")} at {Amounts.PerMonth(cost, _currency)} a month";
        var binding = study.Floor.Where(p => p.IsBinding).ToList();
        var names = string.Join(" and ", binding.Select(p => p.Rules is null ? FigureList.Title(p.Name) : $"the rules on {p.Name}"));
        var words = binding.Count == 0
            ? $"No single resource or kind of rule sets the size: without any one of them no plan cheaper than {Size(plan.NodesInUse, plan.Cost.Nodes)} was found."
            : $"{names} {(binding.Count > 1 ? "set" : "sets")} the size: without it {Size(binding[0].NodesWithout, binding[0].CostWithout)} would do, instead of {plan.NodesInUse} at {Amounts.PerMonth(plan.Cost.Nodes, _currency)}{(binding[0].IsProven ? ", which is proved" : "")}.";
        return new(words, [.. study.Floor.Select(p => new ReportFloorRow(
            p.Rules is null ? FigureList.Title(p.Name) : char.ToUpperInvariant(p.Name[0]) + p.Name[1..],
            p.Rules is { } rules ? Amounts.Count(rules, "rule") : study.After.Resources.FirstOrDefault(r => r.Name == p.Name) is { } r ? Amounts.Quantity(r.Demanded, r.Unit) : "",
            p.Alone,
            $"{Amounts.Count(p.NodesWithout, "node")}, {Amounts.PerMonth(p.CostWithout, _currency)}",
            p.NodesWithout,
            p.CostWithout,
            p.IsBinding))]);
    }

    private ReportMoney Money() => new()
    {
        Currency = _currency,
        HoursPerMonth = MoneyStatement.HoursPerMonth,
        SpendNow = study.Money.SpendNow,
        SpendAfter = study.Money.SpendAfter,
        Saved = study.Money.Saved,
        UsedNow = study.Money.UsedNow,
        IdleNow = study.Money.IdleNow,
        UsedAfter = study.Money.UsedAfter,
        IdleAfter = study.Money.IdleAfter,
        Parts = [.. study.Money.Parts.Select(Part)],
        Catalogue = study.Money.Catalogue is { } part ? Part(part) : null,
        CatalogueNodes = Purchases(),
        Greedy = Baseline(study.Greedy),
        Packers = Baseline(study.Packers),
    };

    private static ReportBaseline? Baseline(SolveResult result) => result.Check is { } check ? new(result.Solver, check.NodesInUse, check.Cost.Nodes) : null;

    private static ReportPart Part(SavingsPart part) => new(
        part.Cause.ToString(),
        part.Cause switch
        {
            SavingsCause.StopSpreading => "Stop spreading",
            SavingsCause.RightSizing => "Right-sizing",
            SavingsCause.Solver => "Solver",
            _ => "Price",
        },
        part.FromMicroDollarsPerHour,
        part.ToMicroDollarsPerHour,
        part.SavedMicroDollarsPerHour,
        part.NodesAfter);

    private ReportPurchase[] Purchases() => study is { Catalogue.Assignment: { } plan, CatalogueModel: { } model }
        ? [.. plan.Nodes.ToArray().Where(n => n >= 0).Distinct().Select(n => model.Nodes[n])
            .GroupBy(n => (n.Type, n.PriceMicroDollarsPerHour)).OrderBy(g => g.Key.Type, StringComparer.Ordinal).ThenBy(g => g.Key.PriceMicroDollarsPerHour)
            .Select(g => new ReportPurchase(g.Key.Type, g.Count(), g.Key.PriceMicroDollarsPerHour))]
        : [];

    private ReportBound Bound()
    {
        var bound = study.Solved.Bound;
        var why = bound.Explanation;
        int? nodes = study.Problem.NodeCount > 0 && study.Problem.PriceTable.Distinct().Count() == 1 && study.Problem.PriceTable[0] > 0
            ? (int)((bound.Value + study.Problem.PriceTable[0] - 1) / study.Problem.PriceTable[0])
            : null;
        var gap = study.Solved.Check is { } check && check.Cost.Nodes > 0 ? Math.Round(Math.Max(0, study.Solved.Gap), 6) : 0;
        var least = nodes is { } n ? $"needs fewer than {Amounts.Count(n, "node")}" : $"costs less than {Amounts.PerMonth(bound.Value, _currency)} a month";
        var words = study.Solved.Status switch
        {
            SolveStatus.Optimal => $"No plan {least}, so this one is the best there is: {why}.",
            SolveStatus.Feasible => $"No plan {least}: {why}. This one is within {Amounts.Percent(gap)} of that.",
            _ => $"No plan {least}: {why}.",
        };
        return new(bound.Value, bound.Argument.ToString(), words, gap, study.Solved.Status.ToString(), nodes);
    }

    private ReportSizing Sizing() => new(
        study.Options.Headline.ByRequest ? "Requested" : "Measured",
        study.Options.Headline.PercentileName,
        study.Options.Headline.TargetPercent,
        study.Options.Headline.SurvivesNodeLoss,
        _input.SizingNotes);

    private ReportData Data() => new()
    {
        Grade = _input.DataGrade,
        GradeReason = _input.DataGradeReason,
        Start = _input.History?.Start,
        End = _input.History?.End,
        SlotMinutes = _input.History?.SlotWidth.TotalMinutes,
        MissingShare = _input.History is { ExpectedSamples: > 0 } h ? Math.Round((double)h.MissingSamples / h.ExpectedSamples, 6) : null,
        ReplicasWithoutSamples = study.Before.Replay?.ReplicasWithoutSamples ?? 0,
        PriceSource = _input.PriceSource,
        Sources = [.. _input.Sources.Select(s => new ReportSource(s.Role, s.Name, s.Sha256, s.Rows, s.QuarantinedRows))],
    };

    private ReportNode Node(NodeOutcome outcome)
    {
        var node = _input.Fleet.Nodes[outcome.Node];
        return new()
        {
            Id = node.Id,
            Type = node.Type,
            Zone = node.Labels.GetValueOrDefault("zone", ""),
            Price = node.PriceMicroDollarsPerHour,
            Stays = outcome.Stays,
            Reason = outcome.Reason,
            ReplicasNow = outcome.Before.Replicas,
            ReplicasAfter = outcome.After.Replicas,
            Capacity = node.Capacity,
            MeanNow = outcome.Before.Mean,
            PeakNow = outcome.Before.Peak,
            MeanAfter = outcome.After.Mean,
            PeakAfter = outcome.After.Peak,
        };
    }

    private ReportCell Cell(SensitivityCell cell) => new()
    {
        TargetPercent = cell.Variant.TargetPercent,
        Percentile = cell.Variant.PercentileName,
        SurvivesNodeLoss = cell.Variant.SurvivesNodeLoss,
        IsHeadline = cell.Variant == study.Options.Headline,
        Status = cell.Result.Status.ToString(),
        Nodes = cell.Nodes,
        Spend = cell.SpendMicroDollarsPerHour,
        Saved = study.Money.SpendNow - cell.SpendMicroDollarsPerHour,
        Bound = cell.Result.Bound.Value,
        Gap = cell.Result.Assignment is null ? null : Math.Round(cell.Result.Gap, 6),
    };

    private ReportBacktest Backtest(BacktestResult backtest)
    {
        var plan = backtest.Plan;
        var unseen = Amounts.Minutes((backtest.End - backtest.Split).TotalMinutes);
        return new()
        {
            Start = backtest.Start,
            Split = backtest.Split,
            End = backtest.End,
            Words = plan is null
                ? $"On the first part of the telemetry alone no plan was found ({backtest.Solved.Status})."
                : $"Planned on the first {Amounts.Minutes((backtest.Split - backtest.Start).TotalMinutes)} and replayed on the {unseen} it had not seen: {Overload(plan)} with the plan, {Overload(backtest.Current)} with today's assignment.",
            PlanNodes = backtest.Solved.Check?.NodesInUse,
            PlanOverloadMinutes = plan?.OverloadMinutes,
            PlanHotMinutes = plan?.HotMinutes,
            PlanNodeMinutes = plan?.NodeMinutes,
            CurrentOverloadMinutes = backtest.Current.OverloadMinutes,
            CurrentHotMinutes = backtest.Current.HotMinutes,
            CurrentNodeMinutes = backtest.Current.NodeMinutes,
            Plan = plan is null ? [] : HotSpotList.List(_input.Fleet, plan, overloadOnly: false),
            Current = HotSpotList.List(_input.Fleet, backtest.Current, overloadOnly: false),
        };
    }

    private static string Overload(ReplayResult replay) => replay.OverloadMinutes == 0
        ? "no node overloaded"
        : $"{Amounts.Minutes(replay.OverloadMinutes)} of node time overloaded ({Amounts.Percent(replay.OverloadMinutes / replay.NodeMinutes)})";

    private ReportMove[] Moves()
    {
        string[] names = [.. _input.Fleet.Workloads.SelectMany(w => w.Replicas).Select(r => r.Id)];
        string Name(int node) => node == Assignment.Unplaced ? "" : _input.Fleet.Nodes[node].Id;
        return [.. Enumerable.Range(0, names.Length)
            .Where(p => study.Before.Assignment[p] != study.After.Assignment[p])
            .Select(p => new ReportMove(names[p], Name(study.Before.Assignment[p]), Name(study.After.Assignment[p])))];
    }

    private ReportSolve Solve()
    {
        var options = study.Options.Solve;
        return new(
            study.Solved.Solver,
            options.TimeLimit.TotalSeconds,
            options.WorkLimit == long.MaxValue ? null : options.WorkLimit,
            options.Threads,
            options.Seed,
            study.Problem.ReplicaCount,
            study.Problem.WorkloadCount,
            study.IsWorthChanging ? study.After.Check.Moves : 0);
    }

    private string[] Notes()
    {
        var notes = new List<string>
        {
            "A month is 730 hours, a year 8,760. Prices are per node and hour; only nodes that can be switched off whole count as savings.",
        };
        if (_input.History is null)
        {
            notes.Add("There is no telemetry: sizes are what owners asked for, utilisation is what is asked for, and the spend is not split into used and idle.");
        }
        else
        {
            notes.Add("A missing sample counts as the higher of its neighbours. A time slot counts at its highest sample, so mean use is a little overstated, never understated.");
            notes.Add("A machine cannot use more CPU than it has, so what was wanted beyond a full machine is not in the samples: overload of today's assignment is a lower limit.");
        }

        if (_input.DataGrade == "D")
        {
            notes.Add("The telemetry is graded D: too thin to release nodes on. Collect at least a day, better two weeks, before acting on this report.");
        }

        if (study.Input.CatalogueSizer is not null && study.Catalogue?.Check is null)
        {
            notes.Add("No fleet of the price catalogue was found that holds every workload under these rules, so the step by price is left out.");
        }

        if (Unplaced > 0)
        {
            notes.Add($"{Amounts.Count(Unplaced, "replica")} of {Amounts.Number(study.Problem.ReplicaCount)} {(Unplaced == 1 ? "has" : "have")} no current node in the inventory{(Unplaced == study.Problem.ReplicaCount ? ", so what the fleet uses today is not known" : "")}.");
        }

        var broken = study.Before.Check.Violations.Where(v => v.Code != ReasonCode.Unplaced).ToList();
        if (broken.Count > 0)
        {
            notes.Add($"Today's assignment breaks {Amounts.Count(broken.Count, "limit")} under these sizes and at this target, such as: {broken[0].Message}");
        }

        return [.. notes];
    }
}
