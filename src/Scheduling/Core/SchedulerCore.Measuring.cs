using Placement.Scheduling.Deciding;

namespace Placement.Scheduling.Core;

/// <summary>Places by measured use in place of requests, and keeps new replicas off nodes that are really full, whatever was promised.</summary>
internal sealed partial class SchedulerCore
{
    // A node is let in again only clearly below the limit at which it was closed, and demands change only when it matters: else each sample would move the fleet.
    private const long ReopenPerMilleBelow = 100;
    private const long NoticeablePercent = 5;

    public void Measured(CoreTime time, UsageReport report)
    {
        if (!Begin(time))
        {
            return;
        }

        foreach (var (name, use) in report.Services.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            if (_services.TryGetValue(name, out var service) && Noticeable(service, use))
            {
                Resize(service, new Demand(Math.Max(0, use.CpuMillicores), Math.Max(0, use.MemoryBytes)));
            }
        }

        foreach (var (id, use) in report.Nodes.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            if (_nodes.TryGetValue(id, out var node) && node.Index >= 0)
            {
                Guard(node, use);
            }
        }

        End();
    }

    private bool Noticeable(ServiceEntry service, MeasuredUse use)
    {
        var demand = service.Rules(service.TargetRevision, _index).Demand;
        return Differs(demand.CpuMillicores, use.CpuMillicores) || Differs(demand.MemoryBytes, use.MemoryBytes);
    }

    private static bool Differs(long known, long measured) => Math.Abs(known - measured) > known / 100 * NoticeablePercent;

    /// <summary>Files every replica of a service anew under its measured demand.</summary>
    private void Resize(ServiceEntry service, Demand demand)
    {
        service.Measured = demand;
        foreach (var replica in service.Replicas)
        {
            if (replica is { Reserved: { } reserved, Node: { Index: >= 0 } node })
            {
                _index.Release(node.Index, reserved);
                _index.Reserve(node.Index, demand);
                replica.Reserved = demand;
            }
        }

        _retryPending = true;
    }

    private void Guard(NodeEntry node, MeasuredUse use)
    {
        var report = _index.Report(node.Index);
        var limit = _options.OverloadPerMille - (node.Overloaded ? ReopenPerMilleBelow : 0);
        var overloaded = Reaches(use.CpuMillicores, report.CpuMillicores, limit) || Reaches(use.MemoryBytes, report.MemoryBytes, limit);
        if (overloaded != node.Overloaded)
        {
            node.Overloaded = overloaded;
            Tell(overloaded ? SchedulerEventKind.NodeOverloaded : SchedulerEventKind.NodeRelieved, node: node.Id, detail: $"{use.CpuMillicores} of {report.CpuMillicores} millicores, {use.MemoryBytes} of {report.MemoryBytes} bytes");
            OpenOrClose(node);
        }
    }

    private static bool Reaches(long used, long capacity, long perMille) => capacity > 0 && (Int128)used * 1000 >= (Int128)capacity * perMille;
}
