namespace Placement.Problems;

/// <summary>An answer: the node of each replica. Immutable.</summary>
public sealed class Assignment : IEquatable<Assignment>
{
    /// <summary>The node of a replica that has no place.</summary>
    public const int Unplaced = -1;

    private readonly int[] _nodes;

    /// <summary>Makes an assignment; the values are copied.</summary>
    /// <param name="nodes">Per replica its node index, or <see cref="Unplaced"/>.</param>
    public Assignment(ReadOnlySpan<int> nodes) => _nodes = nodes.ToArray();

    /// <summary>Gets the number of replicas.</summary>
    public int ReplicaCount => _nodes.Length;

    /// <summary>Gets the node of each replica.</summary>
    public ReadOnlySpan<int> Nodes => _nodes;

    /// <summary>Gets the node of a replica, or <see cref="Unplaced"/>.</summary>
    public int this[int replica] => _nodes[replica];

    /// <summary>Gets the number of different nodes in use.</summary>
    public int CountNodesInUse()
    {
        var used = new HashSet<int>(_nodes);
        used.Remove(Unplaced);
        return used.Count;
    }

    /// <inheritdoc />
    public bool Equals(Assignment? other) => other is not null && _nodes.AsSpan().SequenceEqual(other._nodes);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as Assignment);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var node in _nodes)
        {
            hash.Add(node);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc />
    public override string ToString() => _nodes.Length <= 64 ? $"[{string.Join(' ', _nodes)}]" : $"{_nodes.Length} replicas on {CountNodesInUse()} nodes";
}
