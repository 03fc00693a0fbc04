using Placement.Telemetry.Quality;

namespace Placement.Telemetry.Samples;

/// <summary>Names subjects as the inventory does where a feed names them otherwise, and never two alike.</summary>
/// <remarks>
/// A rule that matches decides. Else a name that the inventory knows stays, and <c>host:port</c> becomes <c>host</c> where the inventory knows only that, since
/// scrapers name a target by its address. Safe to call from several threads.
/// </remarks>
/// <param name="rules">Rewriting rules; the first that matches counts.</param>
/// <param name="known">Identifiers of the inventory; may be empty.</param>
public sealed class SubjectNames(IReadOnlyList<SubjectRename> rules, IReadOnlySet<string> known)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<SeriesKey, string> _given = [];

    /// <summary>Gets the names as feeds give them.</summary>
    public static SubjectNames AsGiven => new([], new HashSet<string>());

    /// <summary>Names the series of a subject.</summary>
    /// <exception cref="InvalidTelemetryException">Another subject of the feed has that name already.</exception>
    public SeriesKey KeyOf(SubjectKind kind, string subject, Resource resource)
    {
        var key = new SeriesKey(kind, NameOf(subject), resource);
        lock (_gate)
        {
            if (_given.TryAdd(key, subject) || _given[key] == subject)
            {
                return key;
            }

            throw new InvalidTelemetryException($"{_given[key]} and {subject} would both be {key}; rename one of them, since their usage must not be mixed.");
        }
    }

    private string NameOf(string subject)
    {
        foreach (var rule in rules)
        {
            if (rule.Apply(subject) is { Length: > 0 } renamed)
            {
                return renamed;
            }
        }

        var colon = subject.LastIndexOf(':');
        return colon > 0 && !known.Contains(subject) && known.Contains(subject[..colon]) ? subject[..colon] : subject;
    }
}
