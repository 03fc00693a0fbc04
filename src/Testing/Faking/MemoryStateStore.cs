using Placement.Scheduling;

namespace Placement.Testing;

/// <summary>A state store in memory that keeps the store's contract to the letter; nothing survives the process.</summary>
/// <remarks>Thread-safe. Leases run by the given clock.</remarks>
/// <param name="time">The clock of the leases.</param>
public sealed class MemoryStateStore(TimeProvider time) : IStateStore
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, byte[]> _entries = new(StringComparer.Ordinal);
    private readonly List<SchedulerEvent> _events = [];
    private long _lastBatch;
    private long _lastSequence;
    private long _generation;
    private DateTimeOffset _leaseEnds = DateTimeOffset.MinValue;

    /// <inheritdoc />
    public Task<StateLease?> TryLeadAsync(string holder, TimeSpan duration, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (time.GetUtcNow() < _leaseEnds)
            {
                return Task.FromResult<StateLease?>(null);
            }

            _leaseEnds = time.GetUtcNow() + duration;
            return Task.FromResult<StateLease?>(new StateLease { Holder = holder, Generation = ++_generation });
        }
    }

    /// <inheritdoc />
    public Task<bool> RenewAsync(StateLease lease, TimeSpan duration, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        lock (_lock)
        {
            if (lease.Generation != _generation)
            {
                return Task.FromResult(false);
            }

            _leaseEnds = time.GetUtcNow() + duration;
            return Task.FromResult(true);
        }
    }

    /// <inheritdoc />
    public Task ReleaseAsync(StateLease lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        lock (_lock)
        {
            if (lease.Generation == _generation)
            {
                _leaseEnds = DateTimeOffset.MinValue;
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task<StoredState> LoadAsync(CancellationToken cancellationToken) => Task.FromResult(Load());

    /// <inheritdoc />
    public Task<AppendOutcome> AppendAsync(StateLease lease, StateBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        return Task.FromResult(Append(lease.Generation, batch));
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<SchedulerEvent>> ReadEventsAsync(long afterSequence, int limit, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<SchedulerEvent>>([.. _events.Where(e => e.Sequence > afterSequence).Take(limit)]);
        }
    }

    internal long NewGeneration()
    {
        lock (_lock)
        {
            return ++_generation;
        }
    }

    internal long LastBatch
    {
        get
        {
            lock (_lock)
            {
                return _lastBatch;
            }
        }
    }

    internal bool Has(string key)
    {
        lock (_lock)
        {
            return _entries.ContainsKey(key);
        }
    }

    internal byte[]? Read(string key)
    {
        lock (_lock)
        {
            return _entries.GetValueOrDefault(key);
        }
    }

    internal StoredState Load()
    {
        lock (_lock)
        {
            return new StoredState
            {
                Entries = [.. _entries.Select(e => new StateChange { Key = e.Key, Value = e.Value })],
                LastBatch = _lastBatch,
                LastSequence = _lastSequence,
            };
        }
    }

    internal AppendOutcome Append(long generation, StateBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        lock (_lock)
        {
            if (generation != _generation)
            {
                return AppendOutcome.Fenced;
            }

            if (batch.Number <= _lastBatch)
            {
                return AppendOutcome.Durable;
            }

            if (batch.Number != _lastBatch + 1)
            {
                throw new ConformanceException($"Batch {batch.Number} follows batch {_lastBatch}: numbers must follow each other without a gap.");
            }

            foreach (var change in batch.Changes)
            {
                if (change.Value is { } value)
                {
                    _entries[change.Key] = value;
                }
                else
                {
                    _entries.Remove(change.Key);
                }
            }

            foreach (var item in batch.Events)
            {
                if (item.Sequence <= _lastSequence)
                {
                    throw new ConformanceException($"Event {item.Sequence} follows event {_lastSequence}: sequences must rise.");
                }

                _lastSequence = item.Sequence;
                _events.Add(item);
            }

            _lastBatch = batch.Number;
            return AppendOutcome.Durable;
        }
    }
}
