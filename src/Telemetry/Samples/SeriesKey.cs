namespace Placement.Telemetry.Samples;

/// <summary>Names one series: one resource of one node or replica.</summary>
public readonly record struct SeriesKey : IComparable<SeriesKey>
{
    /// <summary>Makes a key.</summary>
    /// <exception cref="ArgumentException"><paramref name="subject"/> is empty.</exception>
    public SeriesKey(SubjectKind kind, string subject, Resource resource)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        Kind = kind;
        Subject = subject;
        Resource = resource;
    }

    /// <summary>Gets whether the subject is a node or a replica.</summary>
    public SubjectKind Kind { get; }

    /// <summary>Gets the identifier of the node or replica, as the feed writes it.</summary>
    public string Subject { get; }

    /// <summary>Gets the measured resource.</summary>
    public Resource Resource { get; }

    /// <summary>Makes the key of a node's series.</summary>
    /// <exception cref="ArgumentException"><paramref name="subject"/> is empty.</exception>
    public static SeriesKey ForNode(string subject, Resource resource) => new(SubjectKind.Node, subject, resource);

    /// <summary>Makes the key of a replica's series.</summary>
    /// <exception cref="ArgumentException"><paramref name="subject"/> is empty.</exception>
    public static SeriesKey ForReplica(string subject, Resource resource) => new(SubjectKind.Replica, subject, resource);

    /// <summary>Orders by kind, then subject (ordinal), then resource.</summary>
    public int CompareTo(SeriesKey other)
    {
        var byKind = Kind.CompareTo(other.Kind);
        var bySubject = byKind != 0 ? byKind : string.CompareOrdinal(Subject, other.Subject);
        return bySubject != 0 ? bySubject : Resource.CompareTo(other.Resource);
    }

    /// <summary>Whether the left key sorts first.</summary>
    public static bool operator <(SeriesKey left, SeriesKey right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left key sorts last.</summary>
    public static bool operator >(SeriesKey left, SeriesKey right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left key does not sort last.</summary>
    public static bool operator <=(SeriesKey left, SeriesKey right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left key does not sort first.</summary>
    public static bool operator >=(SeriesKey left, SeriesKey right) => left.CompareTo(right) >= 0;

    /// <summary>Prints <c>node n1 cpu</c>.</summary>
    public override string ToString() => $"{(Kind == SubjectKind.Node ? "node" : "replica")} {Subject} {Resource}";
}
