using System.IO.Compression;
using System.Text;
using Placement.Inventory;

namespace Placement.Tests.Inventory;

/// <summary>Inventory files as text.</summary>
internal static class InventoryText
{
    public static InventoryInput Input(string name, string text) => Input(name, Encoding.UTF8.GetBytes(text));

    public static InventoryInput Input(string name, byte[] bytes) => InventoryInput.FromStream(name, () => new MemoryStream(bytes));

    public static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zip.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }

    public static Task<ClusterInventory> ReadAsync(string nodes, string? workloads = null, InventoryOptions? options = null) => InventoryReader.ReadAsync(
        new() { Nodes = Input("nodes.csv", nodes), Workloads = workloads is null ? null : Input("workloads.csv", workloads) },
        options,
        TestContext.Current.CancellationToken);

    public static async Task<string[]> FaultsAsync(string nodes, string? workloads = null, InventoryOptions? options = null) =>
        [.. (await Assert.ThrowsAsync<InventoryException>(() => ReadAsync(nodes, workloads, options))).Faults.Select(f => f.ToString())];
}
