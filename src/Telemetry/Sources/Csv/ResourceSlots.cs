using System.Text;
using Placement.Telemetry.Samples;

namespace Placement.Telemetry.Sources.Csv;

/// <summary>The resources that a column names, in the order met: few, so they are compared one by one.</summary>
internal sealed class ResourceSlots(CsvPlan plan)
{
    private readonly List<(byte[] Name, (int Slot, CsvColumn Column)? Found)> _known = [];
    private int _slots;

    /// <summary>Finds the slot and column of a resource; <see langword="null"/> when its name is empty or its unit unknown.</summary>
    public (int Slot, CsvColumn Column)? Find(ReadOnlySpan<byte> name)
    {
        foreach (var (known, found) in _known)
        {
            if (name.SequenceEqual(known))
            {
                return found;
            }
        }

        var made = Make(Encoding.UTF8.GetString(name).Trim());
        _known.Add((name.ToArray(), made));
        return made;
    }

    private (int Slot, CsvColumn Column)? Make(string name)
    {
        if (name.Length == 0)
        {
            return null;
        }

        // "cpu_percent" in a resource column is cpu, in percent.
        var resource = name.StartsWith("cpu", StringComparison.OrdinalIgnoreCase) ? Resource.Cpu
            : name.StartsWith("mem", StringComparison.OrdinalIgnoreCase) ? Resource.Memory
            : Resource.FromName(name);
        var value = plan.Columns[0];
        return (plan.TryUnitOf(resource, name, out var unit) || plan.TryUnitOf(resource, value.Name, out unit)) && ValueUnits.Fits(unit, resource)
            ? (_slots++, value with { Resource = resource, Unit = unit, IsCounter = plan.Options.Counters.Contains(resource) })
            : null;
    }
}
