namespace Placement.Inventory;

/// <summary>Collects the faults of all files of one inventory, so that a user corrects them in one go.</summary>
internal sealed class InventoryFaults
{
    /// <summary>Past this many faults the rest is not listed: a wrong file would print a line for each of its rows.</summary>
    private const int MostListed = 100;

    private readonly List<InventoryFault> _faults = [];
    private int _count;

    public bool Any => _count > 0;

    public void Add(InventoryFault fault)
    {
        _count++;
        if (_faults.Count < MostListed)
        {
            _faults.Add(fault.Value.Length <= 100 ? fault : fault with { Value = string.Concat(fault.Value.AsSpan(0, 97), "...") });
        }
    }

    public void ThrowIfAny()
    {
        if (_count == 0)
        {
            return;
        }

        if (_count > _faults.Count)
        {
            _faults.Add(new() { File = _faults[^1].File, Rule = $"{_count - _faults.Count} more faults are not listed.", WayOut = "Correct those above first." });
        }

        throw new InventoryException(_faults);
    }
}
