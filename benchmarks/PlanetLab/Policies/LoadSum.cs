using System.Runtime.InteropServices;

namespace Placement.Benchmarks.PlanetLab.Policies;

/// <summary>Sums over the VMs of a host, in their order, since the published figures depend on the last bit.</summary>
internal static class LoadSum
{
    /// <summary>The demand of now, as a share of the host.</summary>
    public static double Demand(Host host, List<VirtualMachine> vms, VirtualMachine? extra)
    {
        var sum = 0.0;
        foreach (var vm in CollectionsMarshal.AsSpan(vms))
        {
            sum += vm.Demand;
        }

        return (extra is null ? sum : sum + extra.Demand) / host.Model.TotalMips;
    }

    public static bool Exceeds(double threshold, Host host, List<VirtualMachine> vms, VirtualMachine? extra) => Demand(host, vms, extra) > threshold;

    /// <summary>Fills the host's history, newest first, and returns its length without the zeros at the far end (but at least 1).</summary>
    public static int History(Host host, List<VirtualMachine> vms, VirtualMachine? extra, Span<double> history)
    {
        history.Clear();
        foreach (var vm in CollectionsMarshal.AsSpan(vms))
        {
            Add(vm, history);
        }

        if (extra is not null)
        {
            Add(extra, history);
        }

        for (var i = 0; i < history.Length; i++)
        {
            history[i] /= host.Model.TotalMips;
        }

        return Math.Max(1, history.LastIndexOfAnyExcept(0.0) + 1);
    }

    private static void Add(VirtualMachine vm, Span<double> history)
    {
        var past = vm.Past;
        var length = Math.Min(past.Length, history.Length);
        for (var i = 0; i < length; i++)
        {
            history[i] += past[^(i + 1)] * vm.Mips;
        }
    }
}
