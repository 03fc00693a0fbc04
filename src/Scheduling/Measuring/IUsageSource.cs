namespace Placement.Scheduling;

/// <summary>Tells what services and nodes really use, so that placement need not believe requests.</summary>
/// <remarks>
/// <para><b>May repeat.</b> Each report is complete for the services and nodes it names; what it does not name keeps its last figures. The same report again changes nothing.</para>
/// <para><b>Is no error.</b> Silence: the last figures stay. If the stream throws, the scheduler opens it again after a second. Nothing of it is stored: after a change
/// of leader requests count until the first report.</para>
/// </remarks>
public interface IUsageSource
{
    /// <summary>Reports usage until cancelled.</summary>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <returns>Reports, from time to time.</returns>
    IAsyncEnumerable<UsageReport> MeasureAsync(CancellationToken cancellationToken);
}
