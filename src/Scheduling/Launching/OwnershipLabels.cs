using System.Globalization;

namespace Placement.Scheduling;

/// <summary>The marks that say who started a container: without all of them it is foreign and never touched.</summary>
public static class OwnershipLabels
{
    /// <summary>The label with the owner.</summary>
    public const string Owner = "placement.owner";

    /// <summary>The label with the service's name.</summary>
    public const string Service = "placement.service";

    /// <summary>The label with the replica's id.</summary>
    public const string Replica = "placement.replica";

    /// <summary>The label with the number of the start.</summary>
    public const string Attempt = "placement.attempt";

    /// <summary>The label with the revision of the specification.</summary>
    public const string Revision = "placement.revision";

    /// <summary>The label with the generation of the leader that started it.</summary>
    public const string Generation = "placement.generation";

    /// <summary>Gives the labels of a start.</summary>
    /// <param name="request">The start.</param>
    /// <returns>The service's own labels and the marks of ownership, which win over a service's label of the same name.</returns>
    public static IReadOnlyDictionary<string, string> Of(LaunchRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var labels = new Dictionary<string, string>(request.Spec.Labels, StringComparer.Ordinal)
        {
            [Owner] = request.Identity.Owner,
            [Service] = request.Identity.Service,
            [Replica] = request.Identity.ReplicaId,
            [Attempt] = request.Identity.Attempt.ToString(CultureInfo.InvariantCulture),
            [Revision] = request.Identity.Revision.ToString(CultureInfo.InvariantCulture),
            [Generation] = request.Generation.ToString(CultureInfo.InvariantCulture),
        };
        return labels;
    }

    /// <summary>Reads the marks of ownership.</summary>
    /// <param name="labels">The labels found.</param>
    /// <param name="identity">The incarnation they name.</param>
    /// <param name="generation">The generation that started it.</param>
    /// <returns>False if any mark is missing or malformed: then the container is foreign.</returns>
    public static bool TryRead(IReadOnlyDictionary<string, string> labels, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ReplicaIdentity? identity, out long generation)
    {
        ArgumentNullException.ThrowIfNull(labels);
        identity = null;
        generation = 0;
        if (!labels.TryGetValue(Owner, out var owner)
            || !labels.TryGetValue(Service, out var service)
            || !labels.TryGetValue(Replica, out var replica)
            || !labels.TryGetValue(Attempt, out var attemptText) || !int.TryParse(attemptText, NumberStyles.None, CultureInfo.InvariantCulture, out var attempt)
            || !labels.TryGetValue(Revision, out var revisionText) || !int.TryParse(revisionText, NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            || !labels.TryGetValue(Generation, out var generationText) || !long.TryParse(generationText, NumberStyles.None, CultureInfo.InvariantCulture, out generation))
        {
            return false;
        }

        identity = new ReplicaIdentity { Owner = owner, Service = service, ReplicaId = replica, Attempt = attempt, Revision = revision };
        return true;
    }
}
