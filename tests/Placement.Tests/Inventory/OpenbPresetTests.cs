using Placement.Inventory;

namespace Placement.Tests.Inventory;

public sealed class OpenbPresetTests
{
    [Fact]
    public async Task The_published_node_and_pod_lists_are_read_whole()
    {
        var folder = SharedData.Folder("openb");
        var files = new InventoryFiles
        {
            Nodes = InventoryInput.FromFile(Path.Combine(folder, "openb_node_list_all_node.csv")),
            Workloads = InventoryInput.FromFile(Path.Combine(folder, "openb_pod_list_default.csv.gz")),
        };

        var inventory = await InventoryReader.ReadAsync(files, new() { Preset = InventoryPreset.Openb }, TestContext.Current.CancellationToken);

        Assert.Equal((1523, 8152, 1523), (inventory.Nodes.Count, inventory.Workloads.Count, inventory.NodesWithAssumedPrice));
        Assert.Equal(125_514_000, inventory.Nodes.Sum(n => n.Capacity[0]));
        Assert.Equal(85_436, inventory.Workloads.Sum(w => w.Demand[0]) / 1000);
        Assert.Same(ResourcePrice.PublicCloud, inventory.AssumedPrice);
    }
}
