namespace Placement.Inventory;

/// <summary>Inventory files that cannot be used as they are. Every fault is listed; nothing was taken over from any of the files.</summary>
public sealed class InventoryException : Exception
{
    /// <summary>Makes an exception from its faults.</summary>
    /// <param name="faults">The faults; at least one.</param>
    public InventoryException(IReadOnlyList<InventoryFault> faults)
        : base(string.Join(Environment.NewLine, faults ?? throw new ArgumentNullException(nameof(faults)))) => Faults = faults;

    /// <summary>Gets the faults, in the order of the files and their lines.</summary>
    public IReadOnlyList<InventoryFault> Faults { get; }
}
