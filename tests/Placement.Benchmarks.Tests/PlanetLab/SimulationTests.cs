using Placement.Benchmarks.PlanetLab;

namespace Placement.Benchmarks.Tests.PlanetLab;

public sealed class SimulationTests
{
    [Fact]
    public void A_server_draws_what_was_measured_and_a_line_between_the_points()
    {
        Assert.Equal(93.7, ServerModel.G5.Watts(0));
        Assert.Equal(135, ServerModel.G5.Watts(1));
        Assert.Equal(118.5, ServerModel.G5.Watts(0.55), 9);
        Assert.Equal(117, ServerModel.G4.Watts(1));
    }

    [Fact]
    public void A_policy_that_overfills_a_host_is_refused()
    {
        var day = TraceDays.Made(120, seed: 1);

        var error = Assert.Throws<InvalidOperationException>(() => Simulation.Run(day, ExperimentSetup.CleanMemory, new Heap()));

        Assert.Contains("MB", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_policy_sees_no_more_samples_than_ticks_have_passed()
    {
        var policy = new Heap { Moves = false };

        Simulation.Run(TraceDays.Made(8, seed: 1), ExperimentSetup.Clean, policy);

        Assert.Equal(Enumerable.Range(1, TraceDay.SamplesADay - 1), policy.Seen);
    }

    [Fact]
    public void A_cell_that_is_no_percentage_is_named()
    {
        var file = Path.Combine(Path.GetTempPath(), $"broken-{Guid.NewGuid():N}.csv");
        File.WriteAllLines(file, ["vm", "a," + string.Join(',', Enumerable.Repeat("101", TraceDay.SamplesADay))]);
        try
        {
            var error = Assert.Throws<InvalidDataException>(() => TraceDay.Load(file));
            Assert.Contains("line 2, column 2: '101'", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>First fit, then everything to host 1.</summary>
    private sealed class Heap : IConsolidationPolicy
    {
        public string Name => "heap";

        public bool Moves { get; init; } = true;

        public List<int> Seen { get; } = [];

        public Host? PlaceFirst(VirtualMachine vm, DataCenter dataCenter) => dataCenter.Hosts.FirstOrDefault(host => DataCenter.FitsFirst(vm, host));

        public IReadOnlyList<Migration> Decide(DataCenter dataCenter)
        {
            Seen.Add(dataCenter.Vms[0].Past.Length);
            return Moves ? [.. dataCenter.Vms.Where(vm => vm.Host != dataCenter.Hosts[1]).Select(vm => new Migration(vm, dataCenter.Hosts[1]))] : [];
        }
    }
}
