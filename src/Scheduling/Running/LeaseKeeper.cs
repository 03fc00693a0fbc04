namespace Placement.Scheduling.Running;

/// <summary>Renews the lease, and knows until when it is safe to act: counted from before each renewal was asked for.</summary>
internal sealed class LeaseKeeper(SchedulerOptions options, SchedulerParts parts, StateLease lease, long asked)
{
    private long _asked = asked;

    public StateLease Lease { get; } = lease;

    /// <summary>Whether the lease cannot have run out yet, by this host's clock.</summary>
    public bool IsValid => parts.Time.GetElapsedTime(Volatile.Read(ref _asked)) < options.LeaseDuration;

    /// <summary>Renews until cancelled or the lead is lost.</summary>
    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(options.LeaseDuration / 3, parts.Time, cancellationToken).ConfigureAwait(false);
                var asking = parts.Time.GetTimestamp();
                try
                {
                    if (!await parts.Store.RenewAsync(Lease, options.LeaseDuration, cancellationToken).ConfigureAwait(false))
                    {
                        return;
                    }

                    Volatile.Write(ref _asked, asking);
                }
                catch (Exception fault) when (fault is not OperationCanceledException)
                {
                    if (!IsValid)
                    {
                        return;
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The term ends.
        }
    }

    /// <summary>Gives the lead back; if that fails it runs out by itself.</summary>
    public async Task ReleaseAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2), parts.Time);
        try
        {
            await parts.Store.ReleaseAsync(Lease, limit.Token).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The lease runs out by itself.
        }
    }
}
