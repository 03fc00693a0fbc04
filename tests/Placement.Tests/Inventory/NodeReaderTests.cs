using Placement.Inventory;
using Placement.Model;
using static Placement.Tests.Inventory.InventoryText;

namespace Placement.Tests.Inventory;

public sealed class NodeReaderTests
{
    private const string Header = "id,cpu,memory_gib,price";

    [Fact]
    public async Task Every_column_reaches_the_node()
    {
        var inventory = await ReadAsync("""
            id,type,cpu,memory,price,zone,rack,labels,taints,state,label_disk
            n1,big,4,16GiB,0.192,a,r1,team=web;tier=1,gpu=yes;old,cordoned,ssd
            """);

        var node = Assert.Single(inventory.Nodes);
        Assert.Equal(("n1", "big", 192_000L, NodeState.Cordoned), (node.Id, node.Type, node.PriceMicroDollarsPerHour, node.State));
        Assert.Equal([4000L, 16L << 30], node.Capacity);
        Assert.Equal(["disk=ssd", "rack=r1", "team=web", "tier=1", "type=big", "zone=a"], node.Labels.Select(l => $"{l.Key}={l.Value}").Order(StringComparer.Ordinal));
        Assert.Equal(["gpu=yes", "old"], node.Taints.Select(t => t.ToString()));
    }

    [Theory]
    [InlineData("cpu", "4", 4000)]
    [InlineData("cpu", "0.29", 290)]
    [InlineData("cpu", "1.9999", 1999)]
    [InlineData("cpu", "3500m", 3500)]
    [InlineData("cpu", "2 vCPU", 2000)]
    [InlineData("vCPUs", "8", 8000)]
    [InlineData("cpu_milli", "96000", 96000)]
    [InlineData("CPU (millicores)", "250", 250)]
    public async Task Cpu_is_read_in_the_unit_of_its_header_or_value_and_rounds_down(string header, string value, long millicores) =>
        Assert.Equal(millicores, (await ReadAsync($"id,{header},memory_gib,price\nn,{value},1,1")).Nodes[0].Capacity[0]);

    [Theory]
    [InlineData("memory", "16GiB", 17_179_869_184)]
    [InlineData("memory", "16 GB", 16_000_000_000)]
    [InlineData("memory", "512Mi", 536_870_912)]
    [InlineData("memory", "1.5KiB", 1536)]
    [InlineData("memory_mib", "262144", 274_877_906_944)]
    [InlineData("RAM [GB]", "2", 2_000_000_000)]
    [InlineData("mem_bytes", "12345", 12345)]
    public async Task Memory_is_read_in_the_unit_of_its_header_or_value(string header, string value, long bytes) =>
        Assert.Equal(bytes, (await ReadAsync($"id,cpu,{header},price\nn,1,{value},1")).Nodes[0].Capacity[1]);

    [Theory]
    [InlineData("price", "0.0670114", 67_011)]
    [InlineData("price", "$1.5", 1_500_000)]
    [InlineData("price_per_month", "73", 100_000)]
    [InlineData("price_microdollars_per_hour", "96000", 96_000)]
    public async Task A_price_becomes_micro_dollars_an_hour(string header, string value, long price) =>
        Assert.Equal(price, (await ReadAsync($"id,cpu,memory_gib,{header}\nn,1,1,{value}")).Nodes[0].PriceMicroDollarsPerHour);

    [Theory]
    [InlineData("n,1,1,1,extra", "nodes.csv:2, value \"n,1,1,1,extra\": The row has 5 fields; the header has 4.")]
    [InlineData("n,fast,1,1", "nodes.csv:2, column \"cpu\", value \"fast\": The value is not a number.")]
    [InlineData("n,-2,1,1", "nodes.csv:2, column \"cpu\", value \"-2\": The value is negative.")]
    [InlineData("n,0,1,1", "nodes.csv:2, column \"cpu\", value \"0\": The capacity must be above 0.")]
    [InlineData("n,1,4MB,1", "nodes.csv:2, column \"memory_gib\", value \"4MB\": The value says MB, the header says gib.")]
    [InlineData("n,1,99999999,1", "nodes.csv:2, column \"memory_gib\", value \"99999999\": The value is larger than any machine has.")]
    [InlineData("n,1,1,cheap", "nodes.csv:2, column \"price\", value \"cheap\": The value is not a number.")]
    [InlineData("n,1,1,", "nodes.csv:2, column \"price\": The node has no price")]
    [InlineData(",1,1,1", "nodes.csv:2, column \"id\": The value is empty.")]
    public async Task A_wrong_value_is_named_with_its_place_and_the_rule(string row, string expected) =>
        Assert.StartsWith(expected, Assert.Single(await FaultsAsync($"{Header}\n{row}")), StringComparison.Ordinal);

    [Fact]
    public async Task A_memory_without_any_unit_is_refused_since_guessing_it_would_be_a_factor_of_a_billion_off() =>
        Assert.Contains("The value has no unit.", Assert.Single(await FaultsAsync("id,cpu,memory,price\nn,1,16,1")), StringComparison.Ordinal);

    [Fact]
    public async Task A_node_whose_row_cannot_be_read_is_not_missing_as_well() =>
        Assert.StartsWith("nodes.csv:2", Assert.Single(await FaultsAsync($"{Header}\nn1,4\nn2,4,16,1", "id,nodes\nweb,n1")), StringComparison.Ordinal);

    [Fact]
    public async Task A_file_that_is_no_text_is_told_without_its_bytes()
    {
        var bytes = string.Concat(Enumerable.Range(0, 3_000).Select(i => (char)(1 + (i * 7 % 31))).Where(c => c is not ('\n' or '\r')));
        var faults = await FaultsAsync(bytes + "\n" + bytes);
        Assert.NotEmpty(faults);
        Assert.All(faults, f => Assert.True(f.Length < 1_000 && !f.Any(char.IsControl), f));
    }

    [Fact]
    public async Task All_faults_of_all_files_come_at_once()
    {
        var faults = await FaultsAsync($"{Header}\nn,x,1,1\nn,1,y,1", "id,nodes\nweb,elsewhere");

        Assert.Equal(4, faults.Length);
        Assert.Contains(faults, f => f.StartsWith("nodes.csv:3, column \"id\", value \"n\": The node stands in line 2 already.", StringComparison.Ordinal));
        Assert.Contains(faults, f => f.StartsWith("workloads.csv:2, column \"nodes\", value \"elsewhere\": The node is not in the node list.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Header_order_case_byte_order_mark_line_ends_quotes_and_separator_do_not_matter()
    {
        var plain = (await ReadAsync($"{Header}\nn1,2,4,1\nn2,3,8,1")).Nodes;
        var other = (await ReadAsync("\uFEFFPrice;Memory_GiB;CPU;ID\r\n1;\"4\";2;n1\r\n\r\n1;8;3;n2\r\n")).Nodes;

        Assert.Equal(plain.Select(n => (n.Id, n.Capacity[0], n.Capacity[1])), other.Select(n => (n.Id, n.Capacity[0], n.Capacity[1])));
    }

    [Fact]
    public async Task Gzip_is_told_by_its_content()
    {
        var inventory = await InventoryReader.ReadAsync(new() { Nodes = Input("nodes", Gzip($"{Header}\nn1,2,4,1")) }, null, TestContext.Current.CancellationToken);

        Assert.Equal("n1", inventory.Nodes[0].Id);
    }

    [Fact]
    public async Task A_truncated_gzip_is_refused_as_a_whole()
    {
        var text = $"{Header}\n{string.Concat(Enumerable.Range(0, 5000).Select(i => $"node-{i},{1 + (i % 90)},{i % 97 + 1},1\n"))}";
        var whole = Gzip(text);
        var thrown = await Assert.ThrowsAsync<InventoryException>(() => InventoryReader.ReadAsync(new() { Nodes = Input("nodes.csv.gz", whole[..(whole.Length / 2)]) }, null, TestContext.Current.CancellationToken));

        Assert.StartsWith("nodes.csv.gz: The gzip data ends early or is damaged.", Assert.Single(thrown.Faults).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "nodes.csv: The file is empty.")]
    [InlineData("\uFEFF \r\n", "nodes.csv: The file is empty.")]
    [InlineData(Header, "nodes.csv: The file has a header but no rows.")]
    [InlineData("name,cpu,memory_gib,id\nn,1,1,x", "nodes.csv:1, column \"id\": Several headers mean this column: name, id.")]
    [InlineData("label_a,cpu\n1,1", "nodes.csv:1, column \"id\": The column is missing.")]
    [InlineData("id,cpu,memory_gib,price,cores\nn,1,1,1,1", "nodes.csv:1, column \"cpu\": Several headers mean this column: cpu, cores.")]
    [InlineData("id,cpu,memory_gib,price,tiants\nn,1,1,1,", "nodes.csv:1, column \"tiants\": The header is unknown and looks like \"taints\" misspelt.")]
    [InlineData("id,cpu,memory_gib,price,state\nn,1,1,1,sleepy", "nodes.csv:2, column \"state\", value \"sleepy\": The state is unknown.")]
    [InlineData("id,cpu,memory_gib,price\n\"n,1,1,1", "nodes.csv:2: The quotes of the row do not match.")]
    public async Task A_wrong_file_is_refused_with_the_reason(string text, string expected)
    {
        var faults = await FaultsAsync(text);

        Assert.Contains(faults, f => f.StartsWith(expected, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_missing_file_is_named()
    {
        var thrown = await Assert.ThrowsAsync<InventoryException>(() => InventoryReader.ReadAsync(new() { Nodes = InventoryInput.FromFile("no-such-file.csv") }, null, TestContext.Current.CancellationToken));

        Assert.Equal("no-such-file.csv: The file does not exist. Check the path and its permissions.", Assert.Single(thrown.Faults).ToString());
    }

    [Fact]
    public async Task Columns_can_be_mapped_with_a_unit()
    {
        var options = new InventoryOptions { NodeColumns = new Dictionary<string, string> { ["id"] = "Host Name", ["memory"] = "Mem:MiB", ["cpu"] = "threads" } };

        var node = (await ReadAsync("Host Name,threads,Mem,price\nn,4,1024,1", options: options)).Nodes[0];

        Assert.Equal([4000L, 1L << 30], node.Capacity);
    }

    [Fact]
    public async Task A_mapping_to_a_header_that_is_not_there_lists_those_that_are()
    {
        var options = new InventoryOptions { NodeColumns = new Dictionary<string, string> { ["id"] = "server" } };

        Assert.Contains("Its headers are host, cpu.", Assert.Single(await FaultsAsync("host,cpu\nn,1", options: options)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Capacity_and_price_of_a_known_type_come_from_the_catalogue()
    {
        var node = (await ReadAsync("id,type\nn,m5.xlarge")).Nodes[0];

        Assert.Equal([4000L, 16L << 30], node.Capacity);
        Assert.Equal(192_000, node.PriceMicroDollarsPerHour);
    }

    [Fact]
    public async Task An_assumed_price_is_used_where_none_is_known_and_counted()
    {
        var inventory = await ReadAsync($"{Header}\nn1,2,4,\nn2,2,4,1", options: new() { AssumedPrice = ResourcePrice.PublicCloud });

        // 2 x 31,611 + 4 x 4,237
        Assert.Equal([80_170L, 1_000_000L], inventory.Nodes.Select(n => n.PriceMicroDollarsPerHour));
        Assert.Equal(1, inventory.NodesWithAssumedPrice);
    }

    [Fact]
    public async Task Columns_that_mean_nothing_are_listed() =>
        Assert.Equal(["owner"], (await ReadAsync("id,cpu,memory_gib,price,owner\nn,1,1,1,me")).Sources[0].IgnoredColumns);

    [Fact]
    public async Task The_source_carries_the_hash_of_the_stored_bytes()
    {
        var source = (await ReadAsync($"{Header}\nn,1,1,1")).Sources[0];

        var expected = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{Header}\nn,1,1,1")));
        Assert.Equal((expected, 1L, "nodes"), (source.Sha256, source.Rows, source.Content));
    }
}
