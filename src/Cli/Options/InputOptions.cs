using System.CommandLine;

namespace Placement.Cli.Options;

/// <summary>The options that say what to read: inventory, telemetry, or the sample.</summary>
internal sealed class InputOptions
{
    public Option<bool> Sample { get; } = new("--sample") { Description = "Use the built-in sample fleet: 70 nodes, 45 services, two weeks of telemetry." };

    public Option<string?> Nodes { get; } = File("--nodes", "Node list: id, cpu, memory, price an hour, zone, rack, labels, taints, state.");

    public Option<string?> Workloads { get; } = File("--workloads", "Workload list: id, replicas, requested cpu and memory, current nodes, rules.");

    public Option<string[]> Telemetry { get; } = new("--telemetry", "-t") { Description = "Usage of nodes or replicas: CSV, JSON lines or docker stats lines (.jsonl), plain or gzip, Parquet (.parquet), - for CSV on standard input. May be repeated.", HelpName = "FILE", AllowMultipleArgumentsPerToken = true };

    public SourceOptionSet Sources { get; } = new();

    public PrometheusOptionSet Prometheus { get; } = new();

    public Option<string?> From { get; } = new("--from") { Description = "Start of the window, which then counts in full, gaps as missing: a date and time, or a time ago such as -14d. Default that of the data, at most 14 days for a server.", HelpName = Durations.PointHelp };

    public Option<string?> To { get; } = new("--to") { Description = "End of the window, not included. Default that of the data, or now.", HelpName = Durations.PointHelp };

    public Option<string[]> Rename { get; } = new("--rename") { Description = "Makes names of the inventory from those of the telemetry, such as (.*)-([0-9]+)=$1/$2. Host names lose their port by themselves where the inventory has none.", HelpName = "REGEX=NAME" };

    public Option<string?> Prices { get; } = File("--prices", "Price catalogue of node types, instead of the built-in one.");

    public Option<string?> Preset { get; } = new("--preset") { Description = $"Layout of a known public trace: {string.Join(", ", Presets.Names)}.", HelpName = "NAME" };

    public Option<string[]> NodeColumns { get; } = Columns("--node-columns", "Which column of the node list is what, such as memory=RAM:GiB.");

    public Option<string[]> WorkloadColumns { get; } = Columns("--workload-columns", "The same for the workload list.");

    public Option<string?> TelemetryColumns { get; } = new("--telemetry-columns") { Description = "The same for telemetry, such as time=ts,node=host,cpu=cpu_pct.", HelpName = "NAME=COLUMN,..." };

    public Option<string?> TelemetryUnits { get; } = new("--telemetry-units") { Description = "Units that column names do not say, such as cpu=percent,memory=MiB.", HelpName = "NAME=UNIT,..." };

    public TelemetryFormatOptions Format { get; } = new();

    public Option<string?> AssumePrice { get; } = new("--assume-price") { Description = "Dollars a core and a GiB an hour for nodes without a price, such as 0.0316,0.0042.", HelpName = "CORE,GIB" };

    public Option<bool> EqualPrices { get; } = new("--equal-prices") { Description = "Give every node the fleet's average price, so that the plan with the fewest nodes is the cheapest." };

    public Option<bool> ZerosAreReal { get; } = new("--zeros-are-real") { Description = "Take usage of exactly zero for a measurement, not for a dead agent." };

    public Option<double> MaxFaulty { get; } = new("--max-faulty") { Description = "Percent of telemetry rows that may be faulty before the run stops.", DefaultValueFactory = _ => 1.0, HelpName = "PERCENT" };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { Sample, Nodes, Workloads, Telemetry, From, To, Rename, Prices, Preset, NodeColumns, WorkloadColumns, TelemetryColumns, TelemetryUnits })
        {
            command.Add(option);
        }

        Format.AddTo(command);
        foreach (var option in new Option[] { AssumePrice, EqualPrices, ZerosAreReal, MaxFaulty })
        {
            command.Add(option);
        }

        Sources.AddTo(command);
        Prometheus.AddTo(command);
    }

    private static Option<string?> File(string name, string description) => new(name) { Description = description, HelpName = "FILE" };

    private static Option<string[]> Columns(string name, string description) => new(name) { Description = description, HelpName = "NAME=COLUMN", AllowMultipleArgumentsPerToken = true };
}
