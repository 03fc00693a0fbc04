using System.Globalization;
using Placement.Model;
using Placement.Scheduling;
using Placement.Telemetry.Quantities;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Placement.Cli.Running;

/// <summary>Reads services from YAML, or from JSON, which is YAML too; all faults of a file at once.</summary>
internal static class ServicesFile
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="ServicesFileException">Anything is wrong with it.</exception>
    public static IReadOnlyList<ServiceSpec> Read(string path)
    {
        var faults = new List<ServicesFault>();
        var services = new List<ServiceSpec>();
        try
        {
            var stream = new YamlStream();
            using var reader = File.OpenText(path);
            stream.Load(reader);
            if (stream.Documents is [{ RootNode: YamlMappingNode root }])
            {
                var top = new Fields(path, faults, root);
                var entries = top.Maps("services");
                services.AddRange(entries.Select(entry => Service(entry)));
                top.Close();
                Judge(services, entries);
            }

            if (services.Count == 0 && faults.Count == 0)
            {
                faults.Add(new ServicesFault(path, 1, 1, "there are no services; begin with 'services:' and a list of them."));
            }
        }
        catch (YamlException e)
        {
            faults.Add(new ServicesFault(path, e.Start.Line, e.Start.Column, "this cannot be read as YAML or JSON: " + (e.InnerException ?? e).Message));
        }

        return faults.Count == 0 ? services : throw new ServicesFileException([.. faults.OrderBy(f => f.Line).ThenBy(f => f.Column)]);
    }

    private static void Judge(List<ServiceSpec> services, IReadOnlyList<Fields> entries)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (spec, entry) in services.Zip(entries))
        {
            foreach (var fault in spec.Validate())
            {
                entry.Fault(entry.PlaceOf(Written(fault.Field)), $"{(spec.Name.Length > 0 ? $"service '{spec.Name}': " : "")}{fault}");
            }

            if (!names.Add(spec.Name) && spec.Name.Length > 0)
            {
                entry.Fault(entry.PlaceOf("name"), $"service '{spec.Name}' is there twice; names must differ.");
            }
        }
    }

    /// <summary>The file's name of a specification's field.</summary>
    private static string Written(string field) => field switch
    {
        "cpuMillicores" => "cpu",
        "memoryBytes" => "memory",
        _ => field,
    };

    private static ServiceSpec Service(Fields f)
    {
        var defaults = new ServiceSpec { Name = f.Text("name") ?? "", CpuMillicores = 0, MemoryBytes = 0 };
        Need(f, "cpu", "0.5 or 500m");
        Need(f, "memory", "256Mi");

        var spec = defaults with
        {
            Image = f.Text("image"),
            Command = f.Texts("command") ?? [],
            Environment = f.Pairs("environment") ?? defaults.Environment,
            Labels = f.Pairs("labels") ?? defaults.Labels,
            Ports = Ports(f),
            CpuMillicores = f.Read("cpu", "cores such as 0.5, or millicores such as 500m", text => CpuQuantity.TryParseRoundedUp(text, out var cpu) ? cpu.Millicores : (long?)null) ?? 0,
            MemoryBytes = f.Read("memory", "bytes, or a size such as 256Mi or 2Gi", text => ByteQuantity.TryParseRoundedUp(text, out var memory) ? memory.Bytes : (long?)null) ?? 0,
            Replicas = f.Whole("replicas") ?? defaults.Replicas,
            SelfAntiAffinity = f.Flag("selfAntiAffinity") ?? false,
            Spread = [.. f.Maps("spread").Select(Spread)],
            NodeSelector = f.Pairs("nodeSelector") ?? defaults.NodeSelector,
            Tolerations = [.. f.Maps("tolerations").Select(Toleration)],
            Priority = f.Whole("priority") ?? 0,
            Restart = f.Map("restart") is { } restart ? Restart(restart) : defaults.Restart,
            Health = f.Map("health") is { } health ? Health(health) : null,
            Rollout = f.Map("rollout") is { } rollout ? Rollout(rollout) : defaults.Rollout,
            StopGrace = f.Time("stopGrace") ?? defaults.StopGrace,
        };
        f.Close();
        return spec;
    }

    private static void Need(Fields f, string name, string example)
    {
        if (!f.Has(name))
        {
            f.Fault(f.Start, $"'{name}' is missing: say what one replica needs, such as {example}.");
        }
    }

    private static List<int> Ports(Fields f)
    {
        var ports = new List<int>();
        foreach (var text in f.Texts("ports") ?? [])
        {
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            {
                ports.Add(port);
            }
            else
            {
                f.Fault(f.PlaceOf("ports"), $"port '{text}' is not a whole number.");
            }
        }

        return ports;
    }

    private static SpreadRule Spread(Fields f)
    {
        var rule = new SpreadRule { Label = f.Text("label") ?? "", MinDomains = f.Whole("minDomains") ?? 1, MaxSkew = f.Whole("maxSkew") ?? int.MaxValue };
        f.Close();
        return rule;
    }

    private static Toleration Toleration(Fields f)
    {
        var toleration = new Toleration { Key = f.Text("key") ?? "", Value = f.Text("value") };
        f.Close();
        return toleration;
    }

    private static RestartPolicy Restart(Fields f)
    {
        var defaults = new RestartPolicy();
        var policy = defaults with
        {
            Mode = f.Read("mode", "always, onFailure or never", text => text switch
            {
                "always" => RestartMode.Always,
                "onFailure" => RestartMode.OnFailure,
                "never" => RestartMode.Never,
                _ => (RestartMode?)null,
            }) ?? defaults.Mode,
            Delay = f.Time("delay") ?? defaults.Delay,
            MaxDelay = f.Time("maxDelay") ?? defaults.MaxDelay,
            ResetAfter = f.Time("resetAfter") ?? defaults.ResetAfter,
            CrashLoopAfter = f.Whole("crashLoopAfter") ?? defaults.CrashLoopAfter,
        };
        f.Close();
        return policy;
    }

    private static HealthCheck Health(Fields f)
    {
        var (http, tcp, command) = (f.Text("http"), f.Flag("tcp"), f.Texts("command"));
        if ((http is null ? 0 : 1) + (tcp == true ? 1 : 0) + (command is null ? 0 : 1) != 1)
        {
            f.Fault(f.Start, "'health' needs exactly one of 'http' (a path), 'tcp: true' and 'command' (a list).");
        }

        var defaults = new HealthCheck { Kind = http is not null ? HealthCheckKind.Http : tcp == true ? HealthCheckKind.Tcp : HealthCheckKind.Command };
        var check = defaults with
        {
            Path = http ?? defaults.Path,
            Command = command ?? [],
            Port = f.Whole("port") ?? 0,
            Grace = f.Time("grace") ?? defaults.Grace,
            Interval = f.Time("interval") ?? defaults.Interval,
            Timeout = f.Time("timeout") ?? defaults.Timeout,
            FailureThreshold = f.Whole("failureThreshold") ?? defaults.FailureThreshold,
        };
        f.Close();
        return check;
    }

    private static RolloutPolicy Rollout(Fields f)
    {
        var defaults = new RolloutPolicy();
        var policy = defaults with
        {
            MaxSurge = f.Whole("maxSurge") ?? defaults.MaxSurge,
            MaxUnavailable = f.Whole("maxUnavailable") ?? defaults.MaxUnavailable,
            MinReady = f.Time("minReady") ?? defaults.MinReady,
            MaxFailures = f.Whole("maxFailures") ?? defaults.MaxFailures,
            RollBack = f.Flag("rollBack") ?? defaults.RollBack,
        };
        f.Close();
        return policy;
    }
}
