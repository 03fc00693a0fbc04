using Placement.Telemetry.Prediction;

namespace Placement.Benchmarks.PlanetLab.Policies;

/// <summary>Our policy: as few hosts as hold the VMs at a stated risk of overload, and as few migrations as keep it so.</summary>
/// <remarks>
/// A host holds the VMs whose summed demand exceeds its capacity with at most the stated risk (<see cref="EffectiveDemand"/>). A host is relieved only when it is
/// overloaded, by the quickest copy that suffices; a host is emptied only when the others hold its VMs at half the risk, so that it need not be started again soon;
/// hosts of few VMs first, since a move costs the same service whatever it moves; and what moves in one round goes to few hosts, since each destination is disturbed for the length of a copy however many arrive.
/// Only the type that does most work a watt carries load; where memory is enforced, and so the scarce resource, any type does, since all have the same memory.
/// </remarks>
internal sealed class RiskPacking(double risk, Func<double, double> deviations) : IConsolidationPolicy
{
    private readonly double _deviations = deviations(risk);
    private readonly double _relief = deviations(Math.Min(0.5, 2 * risk));
    private readonly double _lasting = deviations(risk / 2);
    private readonly DemandBook _book = new();

    private DataCenter _center = null!;
    private List<HostPlan> _plans = [];
    private List<Migration> _migrations = [];

    public string Name => "ours";

    /// <summary>Best fit by nominal MIPS; if no running host has room, the one that draws least.</summary>
    public Host? PlaceFirst(VirtualMachine vm, DataCenter dataCenter) => dataCenter.Hosts
        .Where(host => DataCenter.FitsFirst(vm, host))
        .MinBy(host => (host.Vms.Count == 0, host.Vms.Count == 0 ? host.Model.Watts(0) : host.Free));

    public IReadOnlyList<Migration> Decide(DataCenter dataCenter)
    {
        _center = dataCenter;
        _book.Learn(dataCenter.Vms);
        _plans = [.. dataCenter.Hosts.Where(host => host.Vms.Count > 0).Select(host => new HostPlan(host, _book))];
        _migrations = [];
        Relieve();
        Empty();
        return _migrations;
    }

    private void Relieve()
    {
        var moving = new List<VirtualMachine>();
        foreach (var plan in _plans.Where(plan => plan.IsHot))
        {
            plan.IsClosed = true;
            while (plan.IsHot)
            {
                var vm = Quickest(plan);
                plan.Remove(vm);
                moving.Add(vm);
            }
        }

        foreach (var vm in moving.OrderByDescending(vm => vm.Demand))
        {
            if ((Roomiest(vm, _relief) ?? Start(vm)) is { } plan)
            {
                plan.Add(vm);
                plan.Receives = true;
                _migrations.Add(new(vm, plan.Host));
            }
        }
    }

    /// <summary>The VM that sheds the overload in the least copying time: one that suffices, or the most demand a second.</summary>
    private static VirtualMachine Quickest(HostPlan plan)
    {
        var starved = plan.Vms.Find(vm => vm.Demand > plan.Host.Model.CoreMips);
        var excess = Math.Max(plan.Now - plan.Host.Model.TotalMips, 200);
        return starved ?? plan.Vms.MinBy(vm => vm.MigrationSeconds / Math.Min(1, Math.Max(vm.Demand, 1e-9) / excess))!;
    }

    /// <summary>A running host that holds the VM at the risk: one that receives already, then the one with most room.</summary>
    private HostPlan? Roomiest(VirtualMachine vm, double deviations, HostPlan? but = null)
    {
        HostPlan? best = null;
        foreach (var plan in _plans)
        {
            if (plan != but && IsPreferred(plan) && plan.Accepts(vm, deviations, _center.Setup.EnforceMemory)
                && (best is null || (plan.Receives, plan.Room(deviations)).CompareTo((best.Receives, best.Room(deviations))) > 0))
            {
                best = plan;
            }
        }

        return best;
    }

    private HostPlan? Start(VirtualMachine vm)
    {
        var host = _center.Hosts.FirstOrDefault(host => host.Model == ServerModel.G5 && host.Vms.Count == 0 && _plans.TrueForAll(plan => plan.Host != host));
        if (host is null)
        {
            return null;
        }

        var plan = new HostPlan(host, _book);
        _plans.Add(plan);
        return plan;
    }

    /// <summary>Whether the host is of the type that should carry the load.</summary>
    private bool IsPreferred(HostPlan plan) => _center.Setup.EnforceMemory || plan.Host.Model == ServerModel.G5;

    /// <summary>Empties hosts, the cheapest to empty first, as long as the rest holds their VMs for good.</summary>
    private void Empty()
    {
        while (_plans.Where(plan => !plan.Receives && !plan.IsClosed).MinBy(plan => (IsPreferred(plan), plan.Vms.Count, plan.MoveCost)) is { } source)
        {
            var room = _plans.Where(plan => plan != source && !plan.IsClosed && IsPreferred(plan)).Sum(plan => plan.Room(_lasting));
            if (IsPreferred(source) && room < source.Effective(_deviations))
            {
                break;
            }

            if (MoveAll(source))
            {
                _plans.Remove(source);
            }
            else
            {
                source.IsClosed = true;
            }
        }
    }

    private bool MoveAll(HostPlan source)
    {
        var placed = new List<(VirtualMachine Vm, HostPlan Plan, bool First)>();
        foreach (var vm in source.Vms.OrderByDescending(vm => vm.Demand))
        {
            if (Roomiest(vm, _deviations, source) is not { } plan)
            {
                foreach (var (done, at, first) in placed)
                {
                    at.Undo(done);
                    at.Receives &= !first;
                }

                return false;
            }

            placed.Add((vm, plan, !plan.Receives));
            plan.Add(vm);
            plan.Receives = true;
        }

        _migrations.AddRange(placed.Select(move => new Migration(move.Vm, move.Plan.Host)));
        return true;
    }
}
