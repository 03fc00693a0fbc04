using System.Globalization;
using Placement.Benchmarks.Consolidate;

namespace Placement.Benchmarks.Openb;

/// <summary>The nodes and pods of the Alibaba GPU cluster trace of 2023.</summary>
internal sealed class OpenbTrace
{
    private readonly Dictionary<string, ulong> _models = new(StringComparer.Ordinal);
    private readonly List<(string Name, ulong Model, long Cpu, long Memory, int Gpus)> _nodes = [];

    public OpenbTrace(string nodesFile, string podsFile)
    {
        foreach (var row in InstanceFile.Rows(nodesFile, ','))
        {
            var gpus = (int)Number(row("gpu"));
            _nodes.Add((row("sn"), gpus == 0 ? 0 : Bit(row("model")), Number(row("cpu_milli")), Number(row("memory_mib")), gpus));
        }

        // Lists in which every pod takes any GPU leave the column out.
        var choosy = InstanceFile.ReadAll(podsFile).Split('\n')[0].Split(',').Contains("gpu_spec");
        Pods = [.. InstanceFile.Rows(podsFile, ',').Select(row => new GpuPod(
            Number(row("cpu_milli")),
            Number(row("memory_mib")),
            (int)Number(row("num_gpu")),
            (int)Number(row("gpu_milli")),
            choosy && row("gpu_spec") is { Length: > 0 } spec ? spec.Split('|').Aggregate(0UL, (bits, model) => bits | Bit(model)) : ulong.MaxValue))];
    }

    /// <summary>Gets the pods in the order of the file.</summary>
    public IReadOnlyList<GpuPod> Pods { get; }

    /// <summary>Makes the nodes, empty, in the order of the file.</summary>
    /// <param name="withGpuOnly">Whether nodes without a GPU are left out.</param>
    public GpuNode[] Nodes(bool withGpuOnly) =>
        [.. _nodes.Where(n => !withGpuOnly || n.Gpus > 0).Select(n => new GpuNode(n.Name, n.Model, n.Cpu, n.Memory, n.Gpus))];

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private ulong Bit(string model)
    {
        if (!_models.TryGetValue(model, out var bit))
        {
            _models.Add(model, bit = 1UL << _models.Count);
        }

        return bit;
    }
}
