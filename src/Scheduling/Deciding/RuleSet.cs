namespace Placement.Scheduling.Deciding;

/// <summary>The rules of one revision of a service, compiled for the index.</summary>
internal sealed class RuleSet
{
    public RuleSet(ServiceSpec spec, FleetIndex index, Demand? measured = null)
    {
        Spec = spec;
        Demand = measured ?? new Demand(spec.CpuMillicores, spec.MemoryBytes);
        Selector = spec.NodeSelector.Count == 0 ? [] : [.. spec.NodeSelector.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => (index.Column(p.Key), index.Column(p.Key).Intern(p.Value)))];
        Spread = spec.Spread.Count == 0 ? [] : [.. spec.Spread.Select(s => new SpreadColumn(index.Column(s.Label), s.MinDomains, s.MaxSkew))];
    }

    public ServiceSpec Spec { get; }

    public Demand Demand { get; }

    public (LabelColumn Column, int Value)[] Selector { get; }

    public SpreadColumn[] Spread { get; }

    public bool AntiAffinity => Spec.SelfAntiAffinity;

    /// <summary>The classes that may take a replica as far as labels and taints go, for one version of the index.</summary>
    public NodeClass[] Eligible { get; set; } = [];

    public long EligibleVersion { get; set; } = -1;

    public bool Tolerates(IReadOnlyList<Model.Taint> taints)
    {
        foreach (var taint in taints)
        {
            if (!Spec.Tolerations.Any(t => t.Covers(taint)))
            {
                return false;
            }
        }

        return true;
    }
}
