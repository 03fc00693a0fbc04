namespace Placement.Scheduling.Tests.Hosting;

/// <summary>A store whose appends fail as long as it is broken.</summary>
internal sealed class BrokenStore(IStateStore store) : IStateStore
{
    private volatile bool _broken;

    public bool Broken { get => _broken; set => _broken = value; }

    public Task<StateLease?> TryLeadAsync(string holder, TimeSpan duration, CancellationToken cancellationToken) => store.TryLeadAsync(holder, duration, cancellationToken);

    public Task<bool> RenewAsync(StateLease lease, TimeSpan duration, CancellationToken cancellationToken) => store.RenewAsync(lease, duration, cancellationToken);

    public Task ReleaseAsync(StateLease lease, CancellationToken cancellationToken) => store.ReleaseAsync(lease, cancellationToken);

    public Task<StoredState> LoadAsync(CancellationToken cancellationToken) => store.LoadAsync(cancellationToken);

    public Task<AppendOutcome> AppendAsync(StateLease lease, StateBatch batch, CancellationToken cancellationToken) =>
        Broken ? throw new IOException("the disk is full") : store.AppendAsync(lease, batch, cancellationToken);

    public Task<IReadOnlyList<SchedulerEvent>> ReadEventsAsync(long afterSequence, int limit, CancellationToken cancellationToken) => store.ReadEventsAsync(afterSequence, limit, cancellationToken);
}
