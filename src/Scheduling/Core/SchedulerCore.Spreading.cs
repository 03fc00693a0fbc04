using Placement.Scheduling.Deciding;

namespace Placement.Scheduling.Core;

/// <summary>Mends a spread that a roll-back or a lost node has left with too few domains: moves one replica at a time to a domain that has none.</summary>
internal sealed partial class SchedulerCore
{
    private void MendSpread(ServiceEntry service, List<ReplicaEntry> good)
    {
        if (service.Wanted.Spread.Count == 0 || service.MendDue || service.Rollout == RolloutState.InProgress || good.Count != service.WantedReplicas || good.Count != service.Replicas.Count || !good.TrueForAll(Movable))
        {
            return; // not at rest, or tried a moment ago
        }

        MendSpread(service, good, service.Rules(service.TargetRevision, _index));
    }

    private void MendSpread(ServiceEntry service, List<ReplicaEntry> good, RuleSet rules)
    {
        CountDomains(service, rules);
        if (!TooFewDomains(service, rules))
        {
            return;
        }

        service.MendDue = true;
        At(_now + _options.RefusalCooldown.Ticks + 1, TimerKind.Mend, service);
        var target = _index.Place(rules, service.Occupancy, service.WantedReplicas, _now);
        if (target >= 0 && good.Find(r => SharesEveryDomain(r, rules)) is { } moved)
        {
            moved.Replace = true;
            moved.MoveTo = _index.Report(target).NodeId;
            service.DomainsStale = true;
            Write(moved);
            Touch(service);
        }
    }

    private static bool TooFewDomains(ServiceEntry service, RuleSet rules)
    {
        for (var s = 0; s < rules.Spread.Length; s++)
        {
            if (service.Occupancy.DomainsUsed(s) < Math.Min(rules.Spread[s].MinDomains, service.WantedReplicas))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a replica can leave without emptying a domain.</summary>
    private static bool SharesEveryDomain(ReplicaEntry replica, RuleSet rules)
    {
        for (var s = 0; s < rules.Spread.Length; s++)
        {
            if (replica.Service.Occupancy.InDomain(s, rules.Spread[s].Column[replica.Node!.Index]) < 2)
            {
                return false;
            }
        }

        return true;
    }
}
