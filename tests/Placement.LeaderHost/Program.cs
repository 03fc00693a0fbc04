using System.Net.Http.Json;
using Placement.LeaderHost;
using Placement.Postgres;
using Placement.Scheduling;

// One of two hosts on one PostgreSQL: runs the scheduler against a world behind HTTP and, while it leads and is told to work, asks for random changes.
// Says what it asks before it asks and what was acknowledged after; made to be killed and paused. Arguments: CONNECTION SCHEMA NAME WORLD.
var (name, address) = (args[2], new Uri(args[3]));
await using var store = await PostgresStateStore.OpenAsync(args[0], args[1]);
using var client = new HttpClient { BaseAddress = address, DefaultRequestHeaders = { { "Host-Name", name } } };
var world = new RemoteWorld(client);
var scheduler = new Scheduler(new SchedulerOptions { Holder = name }, new SchedulerParts { Store = store, Launcher = world, Observer = world });
var running = scheduler.RunAsync(CancellationToken.None);
var random = new Random(name.GetHashCode(StringComparison.Ordinal));
while (!running.IsCompleted)
{
    await Task.Delay(100);
    if (await client.GetStringAsync("work") != "go" || !scheduler.IsLeading)
    {
        continue;
    }

    var service = $"s{random.Next(3)}";
    var replicas = random.Next(1, 6);
    await client.PostAsJsonAsync("asks", new { service, replicas });
    var outcome = await scheduler.ScaleAsync(service, replicas);
    if (outcome.Status == RequestStatus.NotFound)
    {
        outcome = await scheduler.SubmitAsync(new ServiceSpec { Name = service, Command = ["run"], CpuMillicores = 100, MemoryBytes = 64 << 20, Replicas = replicas, StopGrace = TimeSpan.Zero });
    }

    if (outcome.IsAccepted)
    {
        await client.PostAsJsonAsync("acknowledged", new { service, replicas });
    }
}

await running;
