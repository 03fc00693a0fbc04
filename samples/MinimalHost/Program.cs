using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Placement.Docker;
using Placement.Scheduling;

// dotnet run -- unix:///var/run/docker.sock [IMAGE] [NETWORK]: runs two services on that engine and tells what happens, until Ctrl-C. Containers stay.
var builder = Host.CreateApplicationBuilder();
builder.Services.AddSingleton<IStateStore>(_ => new SqliteStateStore("minimal-host.db"));
builder.Services.AddDockerFleet(
    [new DockerEngine { NodeId = "node-1", Endpoint = new Uri(args[0]) }],
    new DockerOptions { NetworkMode = args.Length > 2 ? args[2] : "bridge" });
builder.Services.AddPlacementScheduler();
var host = builder.Build();
await host.StartAsync();

var scheduler = host.Services.GetRequiredService<Scheduler>();
foreach (var name in new[] { "web", "mail" })
{
    var spec = new ServiceSpec
    {
        Name = name,
        Image = args.Length > 1 ? args[1] : "busybox",
        Command = ["/bin/sleep", "3600"],
        CpuMillicores = 100,
        MemoryBytes = 32 << 20,
        Replicas = 2,
    };
    while ((await scheduler.SubmitAsync(spec)).Status == RequestStatus.NotLeader)
    {
        await Task.Delay(100); // the lead comes a moment after the start
    }
}

await host.WaitForShutdownAsync();
