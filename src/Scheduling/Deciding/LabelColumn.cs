namespace Placement.Scheduling.Deciding;

/// <summary>The values of one node label as small integers, one a node; -1 where the label is missing.</summary>
internal sealed class LabelColumn(string key)
{
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly List<string> _values = [];
    private int[] _of = [];

    public string Key { get; } = key;

    /// <summary>Whether the label has so few values that it is part of the node classes.</summary>
    public bool Narrow { get; set; }

    /// <summary>The place among the narrow columns.</summary>
    public int Position { get; set; }

    public int ValueCount => _ids.Count;

    public int this[int node] => _of[node];

    public string Text(int value) => _values[value];

    public int Intern(string value)
    {
        if (!_ids.TryGetValue(value, out var id))
        {
            id = _values.Count;
            _ids.Add(value, id);
            _values.Add(value);
        }

        return id;
    }

    public void Set(int node, NodeReport report)
    {
        if (node >= _of.Length)
        {
            Array.Resize(ref _of, Math.Max(16, Math.Max(node + 1, _of.Length * 2)));
        }

        _of[node] = report.Labels.TryGetValue(Key, out var value) ? Intern(value) : -1;
    }
}
