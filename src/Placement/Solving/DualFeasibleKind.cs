namespace Placement.Solving;

/// <summary>The families of dual-feasible functions, for sizes x up to a capacity C.</summary>
public enum DualFeasibleKind
{
    /// <summary>Below the parameter 0, above C less the parameter C, else x (Martello and Toth 1990; Fekete and Schepers 2001, doi:10.1007/s101070100243).</summary>
    Threshold,

    /// <summary>With k steps: k x where (k + 1) x / C is whole, else C times its whole part (Fekete and Schepers 2001, doi:10.1007/s101070100243).</summary>
    Steps,

    /// <summary>In units of the parameter, small sizes rounded down and large ones up (Carlier, Clautiaux and Moukrim 2007, doi:10.1016/j.cor.2005.08.012).</summary>
    Units,
}
