using System.Security.Cryptography;
using Placement.Docker;
using Placement.Scheduling;
using SchedulerHost;

// A scheduler with a small HTTP door and one live page:
//   dotnet run --project samples/SchedulerHost -- --docker unix:///var/run/docker.sock --state fleet.db
// --help tells all options. Listens on loopback unless --urls says otherwise.
if (args.Contains("--help"))
{
    Console.WriteLine(HostArguments.Usage);
    return 0;
}

HostArguments asked;
try
{
    asked = HostArguments.Read(args);
}
catch (InvalidDataException fault)
{
    Console.Error.WriteLine(fault.Message);
    return 2;
}

var builder = WebApplication.CreateBuilder([.. asked.Rest]);
if (builder.Configuration["urls"] is null)
{
    builder.WebHost.UseUrls("http://127.0.0.1:8765");
}

builder.Services.AddFleetApi();
builder.Services.AddSingleton<IStateStore>(_ => new SqliteStateStore(asked.State));
builder.Services.AddDockerFleet(asked.Engines, new DockerOptions { NetworkMode = asked.Network });
if (asked.Measured)
{
    builder.Services.AddDockerUsage();
}

builder.Services.AddPlacementScheduler(new SchedulerOptions
{
    NodeTimeout = TimeSpan.FromSeconds(15),
    Optimiser = asked.Optimise ? new OptimiserOptions() : null,
});

var token = Environment.GetEnvironmentVariable("FLEET_TOKEN") ?? Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
var app = builder.Build();
app.MapFleetApi(token);
app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine($"The fleet is at {app.Urls.First()}/#{token}"));
await app.RunAsync();
return 0;
