using System.Globalization;
using System.IO.Compression;
using Placement.Problems;

namespace Placement.Benchmarks.Migrating;

/// <summary>The Alibaba GPU cluster of 2023 as a fleet to consolidate: CPU and memory, every pod on the emptiest node that takes it, GPUs ignored.</summary>
internal static class OpenbFleet
{
    public static PlacementProblem Read(string nodesPath, string podsPath)
    {
        var nodes = Rows(nodesPath).Select(f => (Cpu: Long(f[1]), Memory: Long(f[2]) << 20)).ToArray();
        var pods = Rows(podsPath).Select(f => (Cpu: Long(f[1]), Memory: Long(f[2]) << 20)).ToArray();
        var classes = pods.Distinct().Index().ToDictionary(c => c.Item, c => c.Index);

        // Spreading: each pod, in file order, goes to the node with the largest free share of CPU.
        var free = nodes.ToArray();
        var origin = new int[pods.Length];
        for (var p = 0; p < pods.Length; p++)
        {
            var best = -1;
            for (var n = 0; n < nodes.Length; n++)
            {
                if (free[n].Cpu >= pods[p].Cpu && free[n].Memory >= pods[p].Memory && (best < 0 || (Int128)free[n].Cpu * nodes[best].Cpu > (Int128)free[best].Cpu * nodes[n].Cpu))
                {
                    best = n;
                }
            }

            origin[p] = best;
            if (best >= 0)
            {
                free[best] = (free[best].Cpu - pods[p].Cpu, free[best].Memory - pods[p].Memory);
            }
        }

        return PlacementProblem.Create(new ProblemDefinition
        {
            ResourceCount = 2,
            Capacity = [.. nodes.SelectMany(n => new[] { n.Cpu, n.Memory })],
            Price = [.. nodes.Select(_ => 1L)],
            Demand = [.. classes.OrderBy(c => c.Value).SelectMany(c => new[] { c.Key.Cpu, c.Key.Memory })],
            DemandClass = [.. pods.Select(p => classes[p])],
            Origin = origin,
        });
    }

    private static long Long(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static IEnumerable<string[]> Rows(string path)
    {
        using var file = File.OpenRead(path);
        using var reader = new StreamReader(path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file);
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            yield return line.Split(',');
        }
    }
}
