namespace Placement.Benchmarks.PlanetLab;

/// <summary>A virtual machine: what it is, what it asks now, what it has shown so far, and its account.</summary>
internal sealed class VirtualMachine(int id, int type)
{
    public const int HistoryLength = 30;
    public const int Bandwidth = 100_000;

    private static readonly double[] MipsByType = [2500, 2000, 1000, 500];
    private static readonly int[] MemoryByType = [870, 1740, 1740, 613];

    private readonly double[] _past = new double[TraceDay.SamplesADay];
    private double _accountedAt = -1;
    private double _allocated;
    private double _requested;
    private bool _wasMigrating;

    public int Id { get; } = id;

    public double Mips { get; } = MipsByType[type];

    public int MemoryMegabytes { get; } = MemoryByType[type];

    /// <summary>Gets how long a live migration copies: memory over half the host's bandwidth.</summary>
    public double MigrationSeconds => MemoryMegabytes / (ServerModel.Bandwidth / 16000.0);

    /// <summary>Gets or sets the MIPS asked for now.</summary>
    public double Demand { get; set; }

    public bool IsMigrating { get; set; }

    /// <summary>Gets or sets where the VM runs; during a migration, still the source.</summary>
    public Host? Host { get; set; }

    /// <summary>Gets or sets a value indicating whether the VM was dropped because it asked for nothing.</summary>
    public bool IsGone { get; set; }

    /// <summary>Gets the share of its own MIPS asked at each tick so far, oldest first.</summary>
    public ReadOnlySpan<double> Past => _past.AsSpan(0, Ticks);

    public int Ticks { get; private set; }

    public double RequestedWork { get; private set; }

    public double AllocatedWork { get; private set; }

    /// <summary>Gets the work not served while the VM was being migrated.</summary>
    public double MigrationLoss { get; private set; }

    /// <summary>Gets the share asked <paramref name="ticksAgo"/> ticks before the newest; 0 before the first.</summary>
    public double ShareAgo(int ticksAgo) => ticksAgo < Math.Min(Ticks, HistoryLength) ? _past[Ticks - 1 - ticksAgo] : 0;

    public void Remember(double share) => _past[Ticks++] = share;

    /// <summary>Closes the account up to <paramref name="time"/> and opens the next stretch; the last entry at one time wins.</summary>
    public void Account(double time, double allocated, double requested, bool migrating)
    {
        if (_accountedAt != -1 && _accountedAt != time)
        {
            var elapsed = time - _accountedAt;
            RequestedWork += _requested * elapsed;
            AllocatedWork += _allocated * elapsed;
            if (_allocated < _requested && _wasMigrating)
            {
                MigrationLoss += (_requested - _allocated) * elapsed;
            }
        }

        (_accountedAt, _allocated, _requested, _wasMigrating) = (time, allocated, requested, migrating);
    }
}
