using System.Globalization;

namespace Placement.Inventory.Generation;

/// <summary>Where the replica feed goes wrong: about one row in ten thousand, of each kind of fault that real feeds have.</summary>
internal sealed class FaultScript
{
    private readonly Random _random;
    private readonly int _every;
    private int _next;
    private int _row = -1;
    private int _kind;

    public FaultScript(int seed, int slots, int replicas)
    {
        _random = new Random(unchecked((seed * 31) + 5));
        _every = Math.Clamp(slots * replicas / 28, 100, 10_000);
        _next = _random.Next(0, _every);
    }

    /// <summary>Gets the faulty row to write instead, or <see langword="null"/> to write the right one.</summary>
    public string? Row(int slot, int replica, string time, string id, int cpu, int memory)
    {
        if (++_row < _next)
        {
            return null;
        }

        _next = _row + 1 + _random.Next(_every / 2, _every + (_every / 2));
        var (c, m) = (Text(cpu), Text(memory));
        return (_kind++ % 8) switch
        {
            0 => $"{time},{id},-{c},{m}\n",                      // a counter that wrapped
            1 => $"{time},{id},NaN,{m}\n",                       // a division by an empty interval
            2 => $"{time},{id},{c}\n",                           // a row cut off
            3 => $"{time},{id},{c},{m}\n{time},{id},{c},{m}\n",  // sent twice
            4 => $"{time[..4]}-13-45T00:00:00Z,{id},{c},{m}\n",  // a date that is none
            5 => $"{time},{id},0,0\n",                           // an agent that died
            6 => $"{time},{id},{c}000000,{m}\n",                 // microcores for once
            _ => $"{time},{id},error: timeout,{m}\n",
        };
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
