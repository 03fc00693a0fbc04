using Placement.Studies;

namespace Placement.Reporting;

/// <summary>Checks that the figures of a document agree with each other; nothing is adjusted.</summary>
internal static class ReportReconciliation
{
    public static void Check(ReportDocument document)
    {
        var money = document.Money;
        Equal(money.Saved, checked(money.SpendNow - money.SpendAfter), "money.saved", "spendNow - spendAfter");
        Equal(money.Parts.Sum(p => p.Saved), money.Saved, "the sum of money.parts", "money.saved");
        Equal(document.Nodes.Sum(n => n.Price), money.SpendNow, "the sum of the prices of all nodes", "money.spendNow");
        Equal(document.Nodes.Where(n => n.Stays).Sum(n => n.Price), money.SpendAfter, "the sum of the prices of the nodes that stay", "money.spendAfter");
        if (money.UsedNow is { } usedNow)
        {
            Equal(usedNow + money.IdleNow!.Value, money.SpendNow, "money.usedNow + idleNow", "money.spendNow");
            Equal(money.UsedAfter!.Value + money.IdleAfter!.Value, money.SpendAfter, "money.usedAfter + idleAfter", "money.spendAfter");
        }

        if (money.Saved < 0 || money.Saved > money.SpendNow)
        {
            throw new ReconciliationException($"The report does not reconcile: money.saved is {money.Saved}; it must be from 0 to the spend now, {money.SpendNow}.");
        }

        for (var r = 0; r < document.Resources.Count; r++)
        {
            var resource = document.Resources[r];
            Equal(resource.UsedNow + resource.IdleNow, resource.BoughtNow, $"{resource.Name} used + idle now", "bought now");
            Equal(resource.UsedAfter + resource.IdleAfter, resource.BoughtAfter, $"{resource.Name} used + idle after", "bought after");
            Equal(document.Nodes.Sum(n => n.Capacity[r]), resource.BoughtNow, $"the sum of {resource.Name} of all nodes", "bought now");
            Equal(document.Nodes.Where(n => n.Stays).Sum(n => n.Capacity[r]), resource.BoughtAfter, $"the sum of {resource.Name} of the nodes that stay", "bought after");
            Equal(document.Nodes.Sum(n => n.MeanNow[r]), resource.UsedNow, $"the sum of {resource.Name} used by node now", "used now");
            Equal(document.Nodes.Sum(n => n.MeanAfter[r]), resource.UsedAfter, $"the sum of {resource.Name} used by node after", "used after");
        }
    }

    private static void Equal(long value, long expected, string what, string of)
    {
        if (value != expected)
        {
            throw new ReconciliationException($"The report does not reconcile: {what} is {value}, but {of} is {expected}.");
        }
    }
}
