using System.IO.Compression;
using System.Text.Json;

namespace Placement.Cli.Tests;

public sealed class GenerateTests
{
    private static byte[] Content(string path)
    {
        using var file = File.OpenRead(path);
        using var whole = new MemoryStream();
        if (path.EndsWith(".gz", StringComparison.Ordinal))
        {
            using var zip = new GZipStream(file, CompressionMode.Decompress);
            zip.CopyTo(whole);
        }
        else
        {
            file.CopyTo(whole);
        }

        return whole.ToArray();
    }

    [Fact]
    public async Task The_committed_sample_is_what_the_generator_makes()
    {
        using var scratch = new Scratch();
        var run = await Tool.RunAsync("generate", "--nodes", "70", "--seed", "1", "--out", scratch.Path);

        Assert.Equal(0, run.Code);
        foreach (var name in new[] { "nodes.csv", "workloads.csv", "replica-usage.csv.gz", "node-usage.csv.gz" })
        {
            Assert.True(Content(Path.Combine(Repository.Root, "samples", "fleet70", name)).AsSpan().SequenceEqual(Content(scratch[name])), $"{name} differs from the committed one.");
        }
    }

    [Fact]
    public async Task Another_seed_makes_another_fleet_of_the_size_asked_for()
    {
        using var scratch = new Scratch();
        var run = await Tool.RunAsync("generate", "--nodes", "12", "--days", "1", "--seed", "2", "--out", scratch.Path, "--json");

        Assert.Equal(0, run.Code);
        Assert.Equal(4, JsonDocument.Parse(run.Out).RootElement.GetArrayLength());
        Assert.Equal(13, (await File.ReadAllLinesAsync(scratch["nodes.csv"], TestContext.Current.CancellationToken)).Length);
    }

    [Fact]
    public async Task A_fleet_of_500_nodes_has_a_report_whose_page_stays_small()
    {
        using var scratch = new Scratch();
        Assert.Equal(0, (await Tool.RunAsync("generate", "--nodes", "500", "--days", "2", "--seed", "1", "--out", scratch.Path)).Code);
        var run = await Tool.RunAsync(
            "report", "--nodes", scratch["nodes.csv"], "--workloads", scratch["workloads.csv"], "--telemetry", scratch["replica-usage.csv.gz"], "--time-limit", "5", "--out", scratch.Path);

        Assert.True(run.Code == 0, run.Error);
        Assert.StartsWith("Switch off", run.Out.TrimStart(), StringComparison.Ordinal);
        Assert.InRange(new FileInfo(scratch["report.html"]).Length, 100_000, 3_000_000);
    }

    [Fact]
    public async Task A_size_out_of_range_is_wrong_usage()
    {
        using var scratch = new Scratch();
        var run = await Tool.RunAsync("generate", "--nodes", "3", "--out", scratch.Path);

        Assert.Equal(2, run.Code);
        Assert.StartsWith("error: Nodes must be from 10 to 10,000.", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
    }
}
