using Placement.Problems;
using Placement.Studies;

namespace Placement.Reporting;

/// <summary>The figures of a study, each with its formula and where it comes from.</summary>
internal sealed class FigureList(StudyResult study)
{
    private static readonly string[] Prices = ["nodes", "prices"];
    private static readonly string[] Plan = ["nodes", "workloads", "telemetry", "prices"];
    private readonly string? _window = study.Input.History is { } h ? Amounts.Window(h.Start, h.End) : null;
    private readonly string _percentile = study.Options.Headline.ByRequest ? "requested sizes" : study.Options.Headline.PercentileName;
    private readonly List<ReportFigure> _figures = [];

    public IReadOnlyList<ReportFigure> All()
    {
        var money = study.Money;
        Money("spend-now-month", "Spend now, a month", MoneyStatement.PerMonth(money.SpendNow), "sum of the hourly price of every node of the fleet x 730 h", Prices);
        MoneyOfPlan("spend-after-month", "Spend after, a month", MoneyStatement.PerMonth(money.SpendAfter), "sum of the hourly price of the nodes that stay x 730 h");
        MoneyOfPlan("saved-month", "Saved a month", MoneyStatement.PerMonth(money.Saved), "spend now - spend after");
        MoneyOfPlan("saved-year", "Saved a year", MoneyStatement.PerYear(money.Saved), "saved a month x 12");
        Add("nodes-now", "Nodes now", study.Before.Nodes, "nodes", Amounts.Number(study.Before.Nodes), "nodes of the inventory, in use or not", ["nodes"]);
        OfPlan("nodes-after", "Nodes after", study.After.Nodes, "nodes", Amounts.Number(study.After.Nodes), "nodes that hold at least one replica in the plan");
        for (var r = 0; r < study.Before.Resources.Count; r++)
        {
            if (study.Before.Assignment.Nodes.ToArray().Any(n => n != Assignment.Unplaced))
            {
                Utilisation(study.Before.Resources[r], "now", "all nodes of the fleet");
            }

            Utilisation(study.After.Resources[r], "after", "the nodes that stay");
        }

        if (money is { UsedNow: { } usedNow, UsedAfter: { } usedAfter, IdleNow: { } idleNow, IdleAfter: { } idleAfter })
        {
            const string Used = "sum over nodes of price x mean use of the node's fullest resource / its capacity x 730 h";
            MoneyOfUse("used-now-month", "Spend on what is used, now", usedNow, Used);
            MoneyOfUse("idle-now-month", "Spend on what is idle, now", idleNow, "spend now - spend on what is used, now");
            MoneyOfUse("used-after-month", "Spend on what is used, after", usedAfter, Used);
            MoneyOfUse("idle-after-month", "Spend on what is idle, after", idleAfter, "spend after - spend on what is used, after");
        }

        MoneyOfPlan("bound-month", "No plan costs less than, a month", MoneyStatement.PerMonth(study.Solved.Bound.Value), $"lower bound by {study.Solved.Bound.Argument} x 730 h: {study.Solved.Bound.Explanation}");
        if (study.Greedy.Check is { } greedy)
        {
            MoneyOfPlan("greedy-month", "Greedy baseline, a month", MoneyStatement.PerMonth(greedy.Cost.Nodes), $"spend of the packer {study.Greedy.Solver} with the same sizes x 730 h");
        }

        return _figures;
    }

    private void Utilisation(ResourceState state, string when, string nodes)
    {
        var measured = study.Input.History is not null;
        Add(
            $"{state.Name}-utilisation-{when}",
            $"{Title(state.Name)} {(measured ? "used" : "asked for")}, {when}",
            Math.Round((decimal)state.Utilisation, 6),
            "share",
            Amounts.Percent(state.Utilisation),
            measured ? $"mean use of all replicas / capacity of {nodes}" : $"sum of sizes of all replicas / capacity of {nodes}",
            measured ? ["nodes", "telemetry"] : ["nodes", "workloads"],
            measured ? _window : null);
    }

    private void Money(string id, string label, long micro, string formula, string[] from) =>
        Add(id, label, micro / 1_000_000m, study.Input.Currency, Amounts.Money(micro, study.Input.Currency), formula, from, price: study.Input.PriceSource);

    private void MoneyOfPlan(string id, string label, long micro, string formula) =>
        Add(id, label, micro / 1_000_000m, study.Input.Currency, Amounts.Money(micro, study.Input.Currency), formula, Plan, _window, _percentile, study.Input.PriceSource);

    private void MoneyOfUse(string id, string label, long microPerHour, string formula)
    {
        var micro = MoneyStatement.PerMonth(microPerHour);
        Add(id, label, micro / 1_000_000m, study.Input.Currency, Amounts.Money(micro, study.Input.Currency), formula, ["nodes", "telemetry", "prices"], _window, null, study.Input.PriceSource);
    }

    private void OfPlan(string id, string label, decimal value, string unit, string text, string formula) =>
        Add(id, label, value, unit, text, formula, ["nodes", "workloads", "telemetry"], _window, _percentile);

    private void Add(string id, string label, decimal value, string unit, string text, string formula, string[] from, string? window = null, string? percentile = null, string? price = null) =>
        _figures.Add(new ReportFigure
        {
            Id = id,
            Label = label,
            Value = value,
            Unit = unit,
            Text = text,
            Formula = formula,
            From = [.. from.Where(role => study.Input.Sources.Any(s => s.Role == role))],
            Window = window,
            Percentile = percentile,
            PriceSource = price,
        });

    internal static string Title(string name) => name == "cpu" ? "CPU" : name.Length == 0 ? name : char.ToUpperInvariant(name[0]) + name[1..];
}
