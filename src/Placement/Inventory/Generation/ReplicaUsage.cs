namespace Placement.Inventory.Generation;

/// <summary>The usage of one replica, slot after slot: weekly shape, slow drift, noise and bursts for CPU; a leak with restarts for memory.</summary>
internal sealed class ReplicaUsage
{
    private readonly ServicePlan _service;
    private readonly Random _random;
    private readonly int _bornSlot;
    private readonly int _gapStart;
    private readonly int _gapEnd;
    private readonly int _restartEvery;
    private readonly double _share;
    private int _slot = -1;
    private double _drift;

    public ReplicaUsage(ServicePlan service, int replica, int slots, int seed)
    {
        _service = service;
        _random = new Random(seed);
        Id = $"{service.Id}/{replica}";
        Node = service.Nodes[replica];
        _bornSlot = (int)(slots * service.BornAfter);
        _share = 0.9 + (_random.NextDouble() * 0.2);
        _restartEvery = 288 * _random.Next(3, 8);

        // Agents fail for half an hour to three hours; one in twenty for half a day.
        var length = _random.Next(0, 20) == 0 ? 144 : _random.Next(6, 37);
        _gapStart = _random.Next(0, Math.Max(1, slots - length));
        _gapEnd = _random.Next(0, 3) == 0 ? _gapStart + Math.Min(length, slots / 100) : _gapStart;
        if (length == 144)
        {
            _gapEnd = _gapStart + Math.Min(length, slots / 20);
        }
    }

    public string Id { get; }

    public int Node { get; }

    /// <summary>Gets the CPU of the slot, in millicores.</summary>
    public int Cpu { get; private set; }

    /// <summary>Gets the memory of the slot, in MiB.</summary>
    public int Memory { get; private set; }

    /// <summary>Goes to the next slot.</summary>
    /// <returns>What the feed reports, or <see langword="null"/> in a gap or before the service existed.</returns>
    public (int Cpu, int Memory)? Next()
    {
        _slot++;
        var load = WeekShape.At(_service.Shape, _slot % 2016 * 5);
        _drift = (0.9 * _drift) + (0.1 * (_random.NextDouble() - 0.5));
        var noise = (_random.NextDouble() + _random.NextDouble() - 1) * 0.12;
        var burst = _random.Next(0, 400) == 0 ? 1.0 : 0.0;
        var level = Math.Clamp(load + (_drift * 0.4) + (noise * (0.2 + load)) + (burst * 0.5 * (1 - load)), 0, 1.1);
        Cpu = _slot < _bornSlot ? 0 : Math.Max(1, (int)(_share * (_service.QuietMillicores + ((_service.PeakMillicores - _service.QuietMillicores) * level))));

        // Memory grows by about 8 % until a restart, and a little with the load; agents report whole 4 MiB.
        var grown = 0.90 + (0.08 * (_slot % _restartEvery) / _restartEvery) + (0.02 * load);
        Memory = _slot < _bornSlot ? 0 : (int)(_service.Mebibytes * grown) / 4 * 4;
        return _slot < _bornSlot || (_slot >= _gapStart && _slot < _gapEnd) ? null : (Cpu, Memory);
    }
}
