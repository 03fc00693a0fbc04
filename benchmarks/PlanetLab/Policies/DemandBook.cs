using Placement.Telemetry.Prediction;

namespace Placement.Benchmarks.PlanetLab.Policies;

/// <summary>What is expected of each VM's demand, learnt from what it has shown.</summary>
/// <remarks>A VM not seen before is taken for one of its size, as they are at the first tick: half its own sample, half theirs.</remarks>
internal sealed class DemandBook
{
    /// <summary>One hour of five-minute ticks.</summary>
    private const double HalfLife = 12;

    /// <summary>How many samples the first guess counts for.</summary>
    private const double PriorWeight = 6;

    /// <summary>The share of a change that is expected to last.</summary>
    private const double Persistence = 0.5;

    private DecayingMoments[] _moments = [];

    public void Learn(IReadOnlyList<VirtualMachine> vms)
    {
        if (vms.Count == 0)
        {
            return;
        }

        if (_moments.Length == 0)
        {
            Begin(vms);
            return;
        }

        foreach (var vm in vms)
        {
            _moments[vm.Id].Observe(vm.Demand);
        }
    }

    public double Level(VirtualMachine vm) => _moments[vm.Id].Level(Persistence);

    public double Variance(VirtualMachine vm) => _moments[vm.Id].Variance;

    private void Begin(IReadOnlyList<VirtualMachine> vms)
    {
        _moments = new DecayingMoments[vms.Max(vm => vm.Id) + 1];
        foreach (var size in vms.GroupBy(vm => vm.Mips))
        {
            var mean = size.Average(vm => vm.Demand);
            var variance = size.Average(vm => (vm.Demand - mean) * (vm.Demand - mean));
            foreach (var vm in size)
            {
                _moments[vm.Id] = new DecayingMoments(HalfLife, (vm.Demand + mean) / 2, variance / 2, PriorWeight);
            }
        }
    }
}
