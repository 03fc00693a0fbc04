using System.Runtime.InteropServices;
using System.Text;
using Placement.Telemetry.Samples;

namespace Placement.Telemetry.Sources.Csv;

/// <summary>Finds subjects by the UTF-8 of their names without making strings. One a parser; not for two threads at once.</summary>
internal sealed class SubjectCache(IngestSession session, CsvPlan plan)
{
    private SubjectEntry?[] _table = new SubjectEntry?[256];
    private int _count;
    private SubjectEntry? _last;

    /// <summary>Finds or adds a subject: first the last one, then its successor, then by hash.</summary>
    public SubjectEntry Find(ReadOnlySpan<byte> name)
    {
        if (_last is { } last)
        {
            if (name.SequenceEqual(last.Name))
            {
                return last;
            }

            if (last.Next is { } next && name.SequenceEqual(next.Name))
            {
                return _last = next;
            }

            var found = Look(name);
            last.Next = found;
            return _last = found;
        }

        return _last = Look(name);
    }

    /// <summary>Settles the series and scale of one column of a subject.</summary>
    public void Resolve(SubjectEntry entry, int slot, Resource resource, ValueUnit unit)
    {
        var key = session.Names.KeyOf(plan.Kind, entry.Text, resource);
        entry.Scales[slot] = unit switch
        {
            ValueUnit.Percent => session.Capacities.TryGet(key, out var capacity) ? capacity / 100.0 : double.NaN,
            ValueUnit.Fraction => session.Capacities.TryGet(key, out var whole) ? whole : double.NaN,
            ValueUnit.Megahertz => MegahertzScale(entry.Text),
            _ => ValueUnits.Scale(unit),
        };
        entry.Series[slot] = session.Series.GetOrAdd(key);
    }

    private static uint Hash(ReadOnlySpan<byte> name)
    {
        var hash = (uint)name.Length * 0x9E3779B1u;
        while (name.Length >= 4)
        {
            hash = (System.Numerics.BitOperations.RotateLeft(hash, 5) ^ MemoryMarshal.Read<uint>(name)) * 0x85EBCA6Bu;
            name = name[4..];
        }

        foreach (var letter in name)
        {
            hash = (System.Numerics.BitOperations.RotateLeft(hash, 5) ^ letter) * 0xC2B2AE35u;
        }

        return hash ^ (hash >> 15);
    }

    private double MegahertzScale(string subject) =>
        plan.Options.MegahertzPerCoreBySubject.TryGetValue(subject, out var own) && own > 0 ? 1000 / own
        : plan.Options.MegahertzPerCore is { } all ? 1000 / all
        : double.NaN;

    private SubjectEntry Look(ReadOnlySpan<byte> name)
    {
        var mask = (uint)_table.Length - 1;
        var at = Hash(name) & mask;
        while (_table[at] is { } entry)
        {
            if (name.SequenceEqual(entry.Name))
            {
                return entry;
            }

            at = (at + 1) & mask;
        }

        var made = new SubjectEntry(name.ToArray(), Encoding.UTF8.GetString(name), plan.SlotsPerSubject);
        _table[at] = made;
        if (++_count * 2 > _table.Length)
        {
            Enlarge();
        }

        return made;
    }

    private void Enlarge()
    {
        var old = _table;
        _table = new SubjectEntry?[old.Length * 2];
        var mask = (uint)_table.Length - 1;
        foreach (var entry in old)
        {
            if (entry is not null)
            {
                var at = Hash(entry.Name) & mask;
                while (_table[at] is not null)
                {
                    at = (at + 1) & mask;
                }

                _table[at] = entry;
            }
        }
    }
}
