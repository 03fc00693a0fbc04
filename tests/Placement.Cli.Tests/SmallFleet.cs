namespace Placement.Cli.Tests;

/// <summary>Six nodes of one price in two zones; four services that fit on two of them.</summary>
internal sealed class SmallFleet : IDisposable
{
    public const string Nodes = """
        id,cpu,memory_gib,price,zone
        n1,4,16,0.2,a
        n2,4,16,0.2,b
        n3,4,16,0.2,a
        n4,4,16,0.2,b
        n5,4,16,0.2,a
        n6,4,16,0.2,b
        """;

    public const string Workloads = """
        id,replicas,cpu,memory,nodes,max_per_node,spread
        web,2,1,2GiB,n1;n2,1,zone:2
        db,1,2,8GiB,n3,,
        job,1,1,1GiB,n4,,
        cache,2,500m,3GiB,n5;n6,1,
        """;

    private readonly Scratch _scratch = new();

    public SmallFleet()
    {
        _scratch.Write("nodes.csv", Nodes);
        _scratch.Write("workloads.csv", Workloads);
    }

    public string[] Files => ["--nodes", _scratch["nodes.csv"], "--workloads", _scratch["workloads.csv"]];

    public string PlanPath => _scratch["plan.json"];

    public string this[string name] => _scratch[name];

    public string Write(string name, string text) => _scratch.Write(name, text);

    /// <summary>Runs a command on the fleet.</summary>
    public Task<Tool> RunAsync(string command, params string[] more) => Tool.RunAsync([command, .. Files, .. more]);

    public async Task<string> PlanAsync()
    {
        var run = await RunAsync("plan", "--out", PlanPath, "--time-limit", "5");
        Assert.True(run.Code == 0, run.Error);
        return await File.ReadAllTextAsync(PlanPath, TestContext.Current.CancellationToken);
    }

    public void Dispose() => _scratch.Dispose();
}
