using System.Globalization;

namespace Placement.Scheduling;

/// <summary>The door of the scheduler: every rule a specification must keep, each with the field, the value and the range.</summary>
internal static class ServiceSpecRules
{
    private const long MaxCpu = 1_000_000_000;
    private const long MaxMemory = 1L << 50;

    public static IReadOnlyList<SpecFault> Check(ServiceSpec spec)
    {
        var faults = new List<SpecFault>();
        void Require(bool holds, string field, object? value, string rule)
        {
            if (!holds)
            {
                faults.Add(new SpecFault { Field = field, Value = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "", Rule = rule });
            }
        }

        void Between(TimeSpan value, string field, TimeSpan least, TimeSpan most)
        {
            if (value < least || value > most)
            {
                Require(false, field, value, $"it must be from {least} to {most}."); // no words, and nothing to collect, while all is well
            }
        }

        void Count(long value, string field, long least, long most)
        {
            if (value < least || value > most)
            {
                Require(false, field, value, $"it must be from {least} to {most}.");
            }
        }

        Require(IsName(spec.Name), "name", spec.Name, "it must be 1 to 63 characters of a-z, 0-9 and '-', starting and ending with a letter or a digit.");
        Require(spec.Image is not null || spec.Command.Count > 0, "command", "", "an image or a command must be given.");
        Require(spec.Image is null || spec.Image.Trim().Length > 0, "image", spec.Image, "it must not be blank.");
        Require(spec.Command.Count == 0 || spec.Command[0].Length > 0, "command", "", "its first part must name a program.");
        Require(spec.Environment.Keys.All(k => k.Length > 0 && !k.Contains('=', StringComparison.Ordinal)), "environment", "", "names must not be empty or contain '='.");
        var portsHold = spec.Ports.All(p => p is >= 1 and <= 65535) && spec.Ports.Distinct().Count() == spec.Ports.Count;
        Require(portsHold, "ports", portsHold ? null : string.Join(',', spec.Ports), "ports must be distinct and from 1 to 65535.");
        Count(spec.CpuMillicores, "cpuMillicores", 0, MaxCpu);
        Count(spec.MemoryBytes, "memoryBytes", 0, MaxMemory);
        Count(spec.Replicas, "replicas", 0, 100_000);
        foreach (var rule in spec.Spread)
        {
            Require(rule.Label.Length > 0, "spread.label", rule.Label, "it must name a node label.");
            Count(rule.MinDomains, "spread.minDomains", 1, 100_000);
            Count(rule.MaxSkew, "spread.maxSkew", 1, int.MaxValue);
        }

        Require(spec.Spread.Select(r => r.Label).Distinct(StringComparer.Ordinal).Count() == spec.Spread.Count, "spread", spec.Spread.Count, "each label may be named once.");
        Between(spec.Restart.Delay, "restart.delay", TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1));
        Between(spec.Restart.MaxDelay, "restart.maxDelay", spec.Restart.Delay, TimeSpan.FromHours(24));
        Between(spec.Restart.ResetAfter, "restart.resetAfter", TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(24));
        Count(spec.Restart.CrashLoopAfter, "restart.crashLoopAfter", 1, 1_000);
        Count(spec.Rollout.MaxSurge, "rollout.maxSurge", 0, 1_000);
        Count(spec.Rollout.MaxUnavailable, "rollout.maxUnavailable", 0, 1_000);
        Require(spec.Rollout.MaxSurge + spec.Rollout.MaxUnavailable > 0, "rollout.maxSurge", 0, "maxSurge and maxUnavailable must not both be 0: nothing could ever be replaced.");
        Between(spec.Rollout.MinReady, "rollout.minReady", TimeSpan.Zero, TimeSpan.FromHours(1));
        Count(spec.Rollout.MaxFailures, "rollout.maxFailures", 1, 1_000);
        Between(spec.StopGrace, "stopGrace", TimeSpan.Zero, TimeSpan.FromHours(1));
        if (spec.Health is { } health)
        {
            Require(health.Kind == HealthCheckKind.Command || spec.Ports.Contains(health.Port), "health.port", health.Port, "it must be one of the service's ports.");
            Require(health.Kind != HealthCheckKind.Http || health.Path.StartsWith('/'), "health.path", health.Path, "it must start with '/'.");
            Require(health.Kind != HealthCheckKind.Command || health.Command.Count > 0, "health.command", "", "a command check needs a command.");
            Between(health.Grace, "health.grace", TimeSpan.Zero, TimeSpan.FromHours(1));
            Between(health.Interval, "health.interval", TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1));
            Between(health.Timeout, "health.timeout", TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(10));
            Count(health.FailureThreshold, "health.failureThreshold", 1, 100);
        }

        return faults;
    }

    private static bool IsName(string name) =>
        name.Length is >= 1 and <= 63
        && name.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-')
        && name[0] != '-' && name[^1] != '-';
}
