using Placement.Problems;

namespace Placement.Bounds;

/// <summary>Nodes that are interchangeable for capacity, price, eligibility and pins, gathered in classes numbered by first appearance.</summary>
internal sealed class NodeClasses
{
    private NodeClasses(int[] classOf, int[][] members)
    {
        ClassOf = classOf;
        Members = members;
    }

    /// <summary>Gets the class of each node.</summary>
    public int[] ClassOf { get; }

    /// <summary>Gets the nodes of each class, ascending.</summary>
    public int[][] Members { get; }

    /// <summary>Gets the number of classes.</summary>
    public int Count => Members.Length;

    public static NodeClasses Of(PlacementProblem problem)
    {
        var rows = DistinctRows(problem);
        var special = new HashSet<int>(problem.PinTable.Where(n => n >= 0));
        if (problem.MayStayTable is { } stay)
        {
            special.UnionWith(Enumerable.Range(0, problem.ReplicaCount).Where(p => stay[p] && problem.OriginTable[p] >= 0).Select(p => problem.OriginTable[p]));
        }

        var classes = new Dictionary<Key, int>();
        var members = new List<List<int>>();
        var classOf = new int[problem.NodeCount];
        for (var node = 0; node < classOf.Length; node++)
        {
            var key = new Key(problem, node, Signature(rows, node), special.Contains(node) ? node : -1);
            if (!classes.TryGetValue(key, out var index))
            {
                classes.Add(key, index = members.Count);
                members.Add([]);
            }

            classOf[node] = index;
            members[index].Add(node);
        }

        return new(classOf, [.. members.Select(m => m.ToArray())]);
    }

    /// <summary>The different eligibility rows, by content, in order of first appearance.</summary>
    internal static List<bool[]> DistinctRows(PlacementProblem problem)
    {
        var seen = new HashSet<bool[]>(RowComparer.Instance);
        return [.. problem.EligibleTable.OfType<bool[]>().Where(seen.Add)];
    }

    private static string Signature(List<bool[]> rows, int node) =>
        rows.Count == 0 ? "" : string.Create(rows.Count, (rows, node), static (text, s) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                text[i] = s.rows[i][s.node] ? '1' : '0';
            }
        });

    /// <summary>Compares eligibility rows by content.</summary>
    internal sealed class RowComparer : IEqualityComparer<bool[]>
    {
        public static RowComparer Instance { get; } = new();

        public bool Equals(bool[]? x, bool[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(bool[] obj)
        {
            var hash = new HashCode();
            hash.AddBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(obj.AsSpan()));
            return hash.ToHashCode();
        }
    }

    private readonly struct Key(PlacementProblem problem, int node, string signature, int special) : IEquatable<Key>
    {
        private readonly PlacementProblem _problem = problem;
        private readonly int _node = node;
        private readonly string _signature = signature;
        private readonly int _special = special;

        public bool Equals(Key other) =>
            _special == other._special && _problem.Price(_node) == other._problem.Price(other._node) && _signature == other._signature
            && _problem.Capacity(_node).SequenceEqual(other._problem.Capacity(other._node));

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.Add(_problem.Price(_node));
            hash.Add(_special);
            foreach (var amount in _problem.Capacity(_node))
            {
                hash.Add(amount);
            }

            return hash.ToHashCode();
        }
    }
}
