namespace Placement.Inventory;

/// <summary>Known file layouts.</summary>
public enum InventoryPreset
{
    /// <summary>The layout of this library: columns told by their headers.</summary>
    Standard,

    /// <summary>The node and pod lists of Alibaba's GPU cluster trace of 2023 ("openb"), CPU and memory only; each pod is a workload with one replica, and nodes get <see cref="ResourcePrice.PublicCloud"/> unless another price is assumed.</summary>
    Openb,
}
