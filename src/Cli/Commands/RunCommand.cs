using System.CommandLine;
using Placement.Cli.Running;
using Placement.Docker;
using Placement.Scheduling;

namespace Placement.Cli.Commands;

/// <summary>Hosts the scheduler: makes what runs be what a file says.</summary>
internal static class RunCommand
{
    public static Command Create(CliHost host)
    {
        var file = new Argument<string>("SERVICES") { Description = "YAML or JSON file with the services to run.", HelpName = "services.yaml" };
        var docker = new Option<string[]>("--docker") { Description = "Docker engine to run on, such as unix:///var/run/docker.sock or tcp://host:2375; repeat it for several nodes. Without it, services run as processes of this machine.", HelpName = "URI", AllowMultipleArgumentsPerToken = false };
        var certificates = new Option<string?>("--docker-certificates") { Description = "Folder with ca.pem, cert.pem and key.pem, as DOCKER_CERT_PATH names it: engines at tcp:// and https:// addresses are then reached by TLS.", HelpName = "FOLDER" };
        var network = new Option<string>("--network") { Description = "Network of the containers: bridge, host, none or a name.", DefaultValueFactory = _ => "bridge", HelpName = "NAME" };
        var pull = new Option<PullPolicy>("--pull") { Description = "When images are fetched.", DefaultValueFactory = _ => PullPolicy.IfAbsent };
        var state = new Option<string>("--state") { Description = "File that remembers what was decided; the same file takes up where an earlier run left.", DefaultValueFactory = _ => "placement.db", HelpName = "FILE" };
        var owner = new Option<string>("--owner") { Description = "Name of the fleet, written on everything that is started.", DefaultValueFactory = _ => "placement", HelpName = "NAME" };
        var wait = new Option<string?>("--wait") { Description = "Return as soon as every replica runs, or fail after this time.", HelpName = "TIME" };
        var down = new Option<bool>("--down") { Description = "Stop every service of the state file and return." };
        var optimise = new Option<bool>("--optimise") { Description = "Pack the fleet in the background, a few moves at a time." };
        var measured = new Option<bool>("--measured") { Description = "Place by what containers use in place of what they ask for, as soon as a day of it is known, and keep new ones off engines that are really full." };
        var json = new Option<bool>("--json") { Description = "Print events as JSON, one a line." };
        var command = new CliCommand(
            "run",
            "Runs services and keeps them running, on Docker engines or as processes of this machine. Ctrl-C ends the scheduler and leaves the services running.",
            "placement run services.yaml",
            "placement run services.yaml --docker unix:///var/run/docker.sock --docker tcp://10.0.0.7:2375 --state fleet.db",
            "placement run services.yaml --docker tcp://10.0.0.7:2376 --docker-certificates ~/.docker",
            "placement run services.yaml --wait 2m",
            "placement run services.yaml --down")
        {
            file, docker, certificates, network, pull, state, owner, wait, down, optimise, measured, json,
        };
        command.SetAction(async (parsed, token) =>
        {
            var limit = parsed.GetValue(wait) is { } text ? Times.Parse(text) ?? throw new UsageException($"--wait is '{text}'; write a time such as 30s or 2m.") : (TimeSpan?)null;
            var services = ServicesFile.Read(parsed.GetValue(file)!);
            var options = Options(parsed.GetValue(owner)!, parsed.GetValue(optimise));
            var engines = EngineAddresses.Read(parsed.GetValue(docker) ?? [], parsed.GetValue(certificates));
            if (parsed.GetValue(measured) && engines.Count == 0)
            {
                throw new UsageException("--measured reads the statistics of containers; name their engine by --docker.");
            }

            var stateFile = Path.GetFullPath(parsed.GetValue(state)!);
            using var store = new SqliteStateStore(stateFile);
            using var fleet = engines.Count > 0
                ? new DockerFleet(engines, new DockerOptions { NetworkMode = parsed.GetValue(network)!, Pull = parsed.GetValue(pull) })
                : null;
            var processes = new ProcessOptions { Folder = stateFile + ".processes" };
            var parts = new SchedulerParts
            {
                Store = store,
                Launcher = fleet is null ? new ProcessLauncher(processes, host.Time) : new DockerLauncher(fleet, host.Time),
                Observer = fleet is null ? new LocalNodeObserver(processes, host.Time) : new DockerNodeObserver(fleet, host.Time),
                Usage = fleet is not null && parsed.GetValue(measured) ? new DockerUsageSource(fleet, new DockerUsageOptions { Owner = options.Owner }, host.Time) : null,
                Time = host.Time,
            };
            var run = new ServicesRun(host, new Scheduler(options, parts), store, parsed.GetValue(json));
            return parsed.GetValue(down) ? await run.DownAsync(token).ConfigureAwait(false) : await run.UpAsync(services, limit, token).ConfigureAwait(false);
        });
        return command;
    }

    private static SchedulerOptions Options(string owner, bool optimise)
    {
        try
        {
            return new SchedulerOptions { Owner = owner, Optimiser = optimise ? new OptimiserOptions() : null };
        }
        catch (ArgumentException e)
        {
            throw new UsageException(e.Message.Split(" (Parameter", StringSplitOptions.None)[0]);
        }
    }
}
