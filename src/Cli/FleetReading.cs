using System.CommandLine;
using System.Globalization;
using Placement.Cli.Options;
using Placement.Cli.Output;
using Placement.Cli.Sources;
using Placement.Inventory;
using Placement.Telemetry.Profiles;
using Placement.Telemetry.Samples;
using Placement.Telemetry.Sources.Presets;

namespace Placement.Cli;

/// <summary>What a command was given to read: the fleet and its telemetry.</summary>
internal sealed record FleetReading
{
    public required ClusterInventory Inventory { get; init; }

    /// <summary>Gets whether the inventory was made of the telemetry alone.</summary>
    public bool IsInferred { get; init; }

    public TelemetryWindow? Window { get; init; }

    public required string Name { get; init; }

    /// <summary>Gets assumptions to be shown, one sentence each.</summary>
    public IReadOnlyList<string> Assumptions { get; init; } = [];

    public static async Task<FleetReading> ReadAsync(ParseResult parsed, InputOptions options, CliHost host, Progress progress, CancellationToken token)
    {
        Presets.Check(parsed.GetValue(options.Preset));
        var sample = parsed.GetValue(options.Sample);
        var hasNodes = sample || parsed.GetValue(options.Nodes) is not null;
        var telemetry = TelemetryInput.Open(parsed, options, hasNodes, host);
        using var opened = new OpenFeeds(telemetry);
        if (!hasNodes && telemetry.Count == 0)
        {
            throw new UsageException("Nothing to read: give --nodes and --workloads, or --telemetry, --prometheus or --history, or --sample for the built-in fleet.");
        }

        if (!hasNodes && parsed.GetValue(options.Workloads) is not null)
        {
            throw new UsageException("--workloads needs --nodes.");
        }

        progress.Report("reading the inventory");
        var inventory = hasNodes ? await ReadInventoryAsync(parsed, options, sample, token).ConfigureAwait(false) : null;
        var capacities = inventory?.ToCapacities() ?? new CapacityTable();
        var assumptions = new List<string>();
        foreach (var (_, assumed) in telemetry.SelectMany(f => (f.Preset?.Assumed ?? []).Select(a => (f.Name, a))))
        {
            var sentence = $"{assumed.Resource} of each {(assumed.Kind == SubjectKind.Node ? "node" : "replica")}: {assumed.Reason}.";
            if (!assumptions.Contains(sentence))
            {
                assumptions.Add(sentence);
            }
        }

        assumptions.AddRange(telemetry.SelectMany(f => f.Preset?.Assumptions ?? []).Distinct(StringComparer.Ordinal));
        foreach (var machines in telemetry.Select(f => f.Preset?.Machines).OfType<BitbrainsMachines>())
        {
            machines.Apply(capacities, hasNodes ? SubjectKind.Replica : SubjectKind.Node);
        }

        foreach (var assumed in telemetry.SelectMany(f => f.Preset?.Assumed ?? []))
        {
            // Without a node list the machines of a trace are its nodes, whatever the trace calls them.
            capacities.SetDefault(hasNodes ? assumed.Kind : SubjectKind.Node, assumed.Resource, assumed.Capacity);
        }

        var session = new IngestSession(capacities, TelemetryInput.QuarantineOf(parsed, options), NamesOf(parsed, options, inventory));
        var window = telemetry.Count == 0 ? null : await TelemetryInput.ReadAsync(parsed, options, telemetry, session, host, progress, token).ConfigureAwait(false);
        if (inventory is null)
        {
            var price = PriceOf(parsed.GetValue(options.AssumePrice)) ?? ResourcePrice.PublicCloud;
            inventory = MeasuredInventory.FromTelemetry(window!, capacities, price, await CatalogueAsync(parsed, options, token).ConfigureAwait(false));
            assumptions.Add($"Without a node list, every measured machine is a node that runs its own load; it is sized by what was measured however thin the data, and a load above the target keeps its machine. Prices: {price.Describe()}.");
        }

        return new()
        {
            Inventory = inventory,
            IsInferred = !hasNodes,
            Window = window,
            Name = sample ? "fleet70" : Path.GetFileNameWithoutExtension(parsed.GetValue(options.Nodes) ?? telemetry[0].Name),
            Assumptions = assumptions,
        };
    }

    private static async Task<ClusterInventory> ReadInventoryAsync(ParseResult parsed, InputOptions options, bool sample, CancellationToken token)
    {
        var workloads = parsed.GetValue(options.Workloads);
        var prices = parsed.GetValue(options.Prices);
        var files = sample
            ? SampleFleet.Inventory()
            : new InventoryFiles
            {
                Nodes = InventoryInput.FromFile(parsed.GetValue(options.Nodes)!),
                Workloads = workloads is null ? null : InventoryInput.FromFile(workloads),
                Catalogue = prices is null ? null : InventoryInput.FromFile(prices),
            };
        return await InventoryReader.ReadAsync(
            files,
            new()
            {
                Preset = Presets.InventoryOf(parsed.GetValue(options.Preset)),
                NodeColumns = ColumnsOf(parsed.GetValue(options.NodeColumns), "--node-columns"),
                WorkloadColumns = ColumnsOf(parsed.GetValue(options.WorkloadColumns), "--workload-columns"),
                AssumedPrice = PriceOf(parsed.GetValue(options.AssumePrice)),
                EqualPrices = parsed.GetValue(options.EqualPrices) ? true : null,
            },
            token).ConfigureAwait(false);
    }

    private static async Task<PriceCatalogue> CatalogueAsync(ParseResult parsed, InputOptions options, CancellationToken token) =>
        parsed.GetValue(options.Prices) is { } path
            ? await PriceCatalogue.ReadAsync(InventoryInput.FromFile(path), null, token).ConfigureAwait(false)
            : await PriceCatalogue.PublicOnDemandAsync(token).ConfigureAwait(false);

    private static SubjectNames NamesOf(ParseResult parsed, InputOptions options, ClusterInventory? inventory) => new(
        [.. (parsed.GetValue(options.Rename) ?? []).Select(SubjectRename.Parse)],
        (inventory?.Nodes ?? []).Select(n => n.Id).Concat((inventory?.Workloads ?? []).SelectMany(w => w.Replicas.Select(r => r.Id).Append(w.Id))).ToHashSet(StringComparer.Ordinal));

    private static Dictionary<string, string> ColumnsOf(string[]? pairs, string option)
    {
        var columns = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in pairs ?? [])
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            if (at < 1 || at == pair.Length - 1 || !columns.TryAdd(pair[..at].Trim(), pair[(at + 1)..].Trim()))
            {
                throw new UsageException($"{option} {pair}: write NAME=COLUMN or NAME=COLUMN:UNIT, each name once.");
            }
        }

        return columns;
    }

    private static ResourcePrice? PriceOf(string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (text.Split(',') is [var core, var gib] && Micro(core) is { } perCore && Micro(gib) is { } perGib)
        {
            return new() { MicroDollarsPerCoreHour = perCore, MicroDollarsPerGibibyteHour = perGib, Source = "assumed on the command line" };
        }

        throw new UsageException($"--assume-price {text}: write dollars a core and a GiB an hour, such as 0.0316,0.0042.");

        static long? Micro(string number) =>
            decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value is >= 0 and <= 1000 ? (long)decimal.Round(value * 1_000_000m) : null;
    }
}
