namespace Placement.Scheduling;

/// <summary>Reports which nodes the fleet has and that they live.</summary>
/// <remarks>
/// <para><b>May repeat.</b> Each report is complete and replaces the one before; the same report again is a sign of life, and a living node must send one
/// at least four times per <see cref="SchedulerOptions.NodeTimeout"/>.</para>
/// <para><b>Is no error.</b> Silence: a node that is not reported for the node timeout is lost, its replicas are placed elsewhere, and a later report brings it back.
/// An observer that knows why may say so by <see cref="NodeReport.Silent"/>, as often as it likes.</para>
/// <para>The stream ends only on cancellation. If it throws, the scheduler opens it again after a second.</para>
/// </remarks>
public interface INodeObserver
{
    /// <summary>Reports nodes until cancelled, beginning with all that are known.</summary>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <returns>Reports, in order for each node.</returns>
    IAsyncEnumerable<NodeReport> ObserveAsync(CancellationToken cancellationToken);
}
