using System.Security.Cryptography;
using Placement.Docker;
using Placement.Scheduling;
using SchedulerHost;

// A scheduler with a small HTTP door and one live page:
//   dotnet run --project samples/SchedulerHost -- --docker unix:///var/run/docker.sock --state fleet.db
// Several engines are given by several --docker. Listens on loopback unless --urls says otherwise.
var engines = new List<DockerEngine>();
var state = "fleet.db";
var network = "bridge";
for (var i = 0; i + 1 < args.Length; i++)
{
    switch (args[i])
    {
        case "--docker": engines.Add(new DockerEngine { NodeId = $"node-{engines.Count + 1}", Endpoint = new Uri(args[i + 1]) }); break;
        case "--state": state = args[i + 1]; break;
        case "--network": network = args[i + 1]; break;
    }
}

if (engines.Count == 0)
{
    Console.Error.WriteLine("Name at least one engine, such as --docker unix:///var/run/docker.sock");
    return 2;
}

var builder = WebApplication.CreateBuilder(args);
if (builder.Configuration["urls"] is null)
{
    builder.WebHost.UseUrls("http://127.0.0.1:8765");
}

builder.Services.AddFleetApi();
builder.Services.AddSingleton<IStateStore>(_ => new SqliteStateStore(state));
builder.Services.AddDockerFleet(engines, new DockerOptions { NetworkMode = network });
builder.Services.AddPlacementScheduler(new SchedulerOptions { NodeTimeout = TimeSpan.FromSeconds(15) });

var token = Environment.GetEnvironmentVariable("FLEET_TOKEN") ?? Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
var app = builder.Build();
app.MapFleetApi(token);
app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine($"The fleet is at {app.Urls.First()}/#{token}"));
await app.RunAsync();
return 0;
