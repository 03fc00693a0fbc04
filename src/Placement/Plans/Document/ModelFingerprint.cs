using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Placement.Model;

namespace Placement.Plans;

/// <summary>The SHA-256 of everything in a cluster model, by which a plan names the snapshot it was made from.</summary>
public static class ModelFingerprint
{
    /// <summary>Returns the fingerprint in lower-case hexadecimal. Equal models, label order aside, have equal fingerprints.</summary>
    public static string Of(ClusterModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, "model", model.SlotCount, model.WorkloadMoveCost);
        foreach (var r in model.Resources)
        {
            Add(hash, "resource", r.Name, r.Unit, r.Transient, r.LoadWeight);
        }

        foreach (var n in model.Nodes)
        {
            Add(hash, "node", n.Id, n.Type, n.PriceMicroDollarsPerHour, n.State, n.LeaveCost, n.ArriveCost, Numbers(n.Capacity), Numbers(n.Target));
            foreach (var (key, value) in n.Labels.OrderBy(l => l.Key, StringComparer.Ordinal))
            {
                Add(hash, "label", key, value);
            }

            foreach (var t in n.Taints)
            {
                Add(hash, "taint", t.Key, t.Value);
            }
        }

        foreach (var w in model.Workloads)
        {
            Add(hash, "workload", w.Id, Numbers(w.Demand), Numbers(w.Requested), w.Priority, w.MoveCost, w.MaxMoving, w.MayStopFirst);
            foreach (var t in w.Tolerations)
            {
                Add(hash, "toleration", t.Key, t.Value);
            }

            foreach (var r in w.Replicas)
            {
                Add(hash, "replica", r.Id, r.Node, r.Demand is null ? null : Numbers(r.Demand));
            }
        }

        foreach (var rule in model.Rules)
        {
            Add(hash, rule.GetType().Name, rule.Describe(), rule.Strictness, rule.Weight);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string Numbers(IReadOnlyList<long> values) => string.Join(' ', values);

    /// <summary>Each field with its length in front, so that no two lists of fields look alike.</summary>
    private static void Add(IncrementalHash hash, params ReadOnlySpan<object?> fields)
    {
        var line = new StringBuilder();
        foreach (var field in fields)
        {
            var text = field is null ? "-" : "+" + Convert.ToString(field, CultureInfo.InvariantCulture);
            line.Append(CultureInfo.InvariantCulture, $"{text.Length}:{text}");
        }

        hash.AppendData(Encoding.UTF8.GetBytes(line.Append('\n').ToString()));
    }
}
