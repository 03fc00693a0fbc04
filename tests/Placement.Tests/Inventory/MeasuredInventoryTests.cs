using Placement.Inventory;
using Placement.Telemetry.Profiles;
using Placement.Telemetry.Samples;

namespace Placement.Tests.Inventory;

public sealed class MeasuredInventoryTests
{
    private static TelemetryWindow Window(params string[] machines)
    {
        var session = new IngestSession();
        var builder = new ProfileBuilder(session);
        using var batch = new SampleBatch(new SampleOrigin("trace.csv"));
        foreach (var machine in machines)
        {
            batch.Add(session.Series.GetOrAdd(SeriesKey.ForNode(machine, Resource.Cpu)), 1_700_000_000_000, 500);
        }

        builder.Add(batch);
        return builder.Build();
    }

    private static async Task<ClusterInventory> MakeAsync(CapacityTable capacities, params string[] machines) => MeasuredInventory.FromTelemetry(
        Window(machines), capacities, ResourcePrice.PublicCloud, await PriceCatalogue.PublicOnDemandAsync(TestContext.Current.CancellationToken));

    [Fact]
    public async Task Every_machine_is_a_node_that_runs_its_own_load()
    {
        var capacities = new CapacityTable();
        capacities.SetDefault(SubjectKind.Node, Resource.Cpu, 2000);
        var inventory = await MakeAsync(capacities, "m1", "m2");

        Assert.Equal([("m1", "node of m1"), ("m2", "node of m2")], inventory.Workloads.Select(w => (w.Id, w.Replicas[0].Node!)));
        Assert.Equal(["m1", "m2"], inventory.Nodes.Select(n => inventory.SubjectOf(n.Id)));
        Assert.All(inventory.Nodes, n => Assert.Equal(2 * 31_611, n.PriceMicroDollarsPerHour));
        Placement.Problems.ProblemCompiler.Compile(inventory.ToModel());
    }

    [Fact]
    public async Task Machines_without_a_known_capacity_are_refused_with_a_way_out()
    {
        var thrown = await Assert.ThrowsAsync<InventoryException>(() => MakeAsync(new CapacityTable(), "m1"));

        Assert.Contains("No machine of the telemetry has a known CPU capacity. Give the node inventory", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Capacities_of_replicas_are_those_of_their_nodes()
    {
        var inventory = await InventoryText.ReadAsync("id,cpu,memory_gib,price\nn1,4,8,1\nn2,16,8,1", "id,replicas,nodes\nweb,2,n1");
        var table = inventory.ToCapacities();

        Assert.True(table.TryGet(SeriesKey.ForReplica("web/0", Resource.Cpu), out var known));
        Assert.True(table.TryGet(SeriesKey.ForReplica("web/1", Resource.Cpu), out var unknown));
        Assert.Equal((4000, 16_000), (known, unknown));
    }
}
