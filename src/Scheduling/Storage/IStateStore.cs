namespace Placement.Scheduling;

/// <summary>Keeps what the scheduler decided, so that nothing acknowledged is lost, and elects the one scheduler that may act.</summary>
/// <remarks>
/// <para>The state is a set of keys with values; a batch changes some keys and adds events, all or nothing. The scheduler acknowledges and acts only after
/// the batch is durable (survives power loss), and gathers what comes in meanwhile into the next batch: that is the group commit, so one append is
/// under way at a time and a store needs no batching of its own.</para>
/// <para><b>May repeat.</b> An append whose answer was lost is repeated with the same <see cref="StateBatch.Number"/>; a store that has the batch answers
/// <see cref="AppendOutcome.Durable"/> and changes nothing.</para>
/// <para><b>May run together.</b> Reads with everything; appends of two schedulers, one of which lost its lead: the generation decides, inside the same transaction.</para>
/// <para><b>Is no error.</b> Not getting the lead, losing it, being fenced. Exceptions mean "unknown": the scheduler repeats with a delay.</para>
/// </remarks>
public interface IStateStore
{
    /// <summary>Tries to take the lead: if nobody holds a valid lease, makes a new generation, higher than any before, and fences all older ones.</summary>
    /// <param name="holder">A name of this scheduler, for people.</param>
    /// <param name="duration">How long the lease is valid unless renewed, by the store's own clock where there are several hosts.</param>
    /// <param name="cancellationToken">Gives the call up; a lease taken without an answer runs out.</param>
    /// <returns>The lease, or null while another holder's is valid.</returns>
    Task<StateLease?> TryLeadAsync(string holder, TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>Extends a lease.</summary>
    /// <param name="lease">The lease held.</param>
    /// <param name="duration">How long it is valid from now.</param>
    /// <param name="cancellationToken">Gives the call up; the lease may or may not be extended.</param>
    /// <returns>False if a higher generation exists: the lead is lost and the caller must stop acting.</returns>
    Task<bool> RenewAsync(StateLease lease, TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>Gives the lead back, so that another may take it at once; no error if it was lost already.</summary>
    /// <param name="lease">The lease held.</param>
    /// <param name="cancellationToken">Gives the call up; the lease then runs out.</param>
    /// <returns>A task that ends when the lease is given back.</returns>
    Task ReleaseAsync(StateLease lease, CancellationToken cancellationToken);

    /// <summary>Reads the whole state as one consistent snapshot.</summary>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <returns>Every key, the number of the last batch and the sequence of the last event.</returns>
    Task<StoredState> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Makes a batch durable, if the lease's generation is still the highest.</summary>
    /// <param name="lease">The lease under which the batch was decided.</param>
    /// <param name="batch">What changed; numbers follow each other without a gap.</param>
    /// <param name="cancellationToken">Gives the call up; whether the batch is durable is then unknown.</param>
    /// <returns><see cref="AppendOutcome.Durable"/>, or <see cref="AppendOutcome.Fenced"/> without any change.</returns>
    Task<AppendOutcome> AppendAsync(StateLease lease, StateBatch batch, CancellationToken cancellationToken);

    /// <summary>Reads events in order of their sequence.</summary>
    /// <param name="afterSequence">The last sequence the caller has seen; 0 reads from the oldest kept.</param>
    /// <param name="limit">The most events returned, 1 or more.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <returns>Events with a higher sequence, in order; empty if there are none yet. If the first is not <paramref name="afterSequence"/> + 1, older ones were trimmed.</returns>
    Task<IReadOnlyList<SchedulerEvent>> ReadEventsAsync(long afterSequence, int limit, CancellationToken cancellationToken);
}
