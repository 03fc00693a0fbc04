namespace Placement.Scheduling.Deciding;

/// <summary>All nodes by what is free on them, filed so that a decision finds the best fit without looking at most of them.</summary>
/// <remarks>Nodes are numbered densely; numbers of removed nodes are used again. Amounts are exact; memory is filed in whole MiB.</remarks>
internal sealed partial class FleetIndex
{
    private const int MaxClasses = 256;
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly List<LabelColumn> _columns = [];
    private readonly Dictionary<string, LabelColumn> _columnOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NodeClass> _classes = new(StringComparer.Ordinal);
    private readonly List<NodeClass> _classList = [];
    private readonly Stack<int> _vacant = new();
    private NodeReport?[] _report = [];
    private NodeClass?[] _class = [];
    private long[] _freeCpu = [];
    private long[] _freeMemory = [];
    private long[] _score = [];
    private int[] _replicas = [];
    private string?[] _closed = [];
    private bool[] _filed = [];
    private Scale _cpuScale = new(1000);
    private Scale _memoryScale = new(1024);
    private int _scaledFor;
    private bool _classesStale = true;
    private int _staleAbove = int.MaxValue;
    private long _version;

    public IReadOnlyList<INodeFilter> Filters { get; init; } = [];

    public IReadOnlyList<INodeScorer> Scorers { get; init; } = [];

    /// <summary>One past the highest number in use.</summary>
    public int Limit { get; private set; }

    public int Count => _ids.Count;

    public bool TryGet(string nodeId, out int node) => _ids.TryGetValue(nodeId, out node);

    public bool Exists(int node) => node < Limit && _report[node] is not null;

    /// <summary>Whether the node takes new replicas as far as it is concerned.</summary>
    public bool IsOpen(int node) => _closed[node] is null;

    public NodeReport Report(int node) => _report[node]!;

    public long FreeCpu(int node) => _freeCpu[node];

    public long FreeMemory(int node) => _freeMemory[node];

    public int Replicas(int node) => _replicas[node];

    /// <summary>The node's free amounts as shares of an average node, in millionths: best fit takes the least.</summary>
    public long ScoreOf(int node)
    {
        EnsureClasses();
        return _cpuScale.Score(_freeCpu[node]) + _memoryScale.Score(_freeMemory[node] >> 20);
    }

    public bool Overfull(int node) => _freeCpu[node] < 0 || _freeMemory[node] < 0;

    /// <summary>The column of a label; made when a rule first names the label.</summary>
    public LabelColumn Column(string key)
    {
        if (!_columnOf.TryGetValue(key, out var column))
        {
            column = new LabelColumn(key);
            _columnOf.Add(key, column);
            _columns.Add(column);
            for (var n = 0; n < Limit; n++)
            {
                if (_report[n] is { } report)
                {
                    column.Set(n, report);
                }
            }

            _classesStale = true;
        }

        return column;
    }

    /// <summary>Adds a node, closed until <see cref="SetClosed"/> opens it, or takes over a new report of it.</summary>
    public int AddOrUpdate(NodeReport report)
    {
        if (_ids.TryGetValue(report.NodeId, out var node))
        {
            Unfile(node);
            Enlist(node, -1);
            var old = _report[node]!;
            _freeCpu[node] += report.CpuMillicores - old.CpuMillicores;
            _freeMemory[node] += report.MemoryBytes - old.MemoryBytes;
        }
        else
        {
            node = _vacant.Count > 0 ? _vacant.Pop() : Limit++;
            Grow(node + 1);
            _ids.Add(report.NodeId, node);
            _freeCpu[node] = report.CpuMillicores;
            _freeMemory[node] = report.MemoryBytes;
            _replicas[node] = 0;
            _closed[node] = PendingCodes.NodeUnlisted;
        }

        _report[node] = report;
        foreach (var column in _columns)
        {
            column.Set(node, report);
        }

        _class[node] = null;
        _classesStale |= OutgrewScale;
        if (!_classesStale)
        {
            _class[node] = ClassOf(node);
            Enlist(node, +1);
            File(node);
        }

        return node;
    }

    public void Remove(int node)
    {
        Unfile(node);
        Enlist(node, -1);
        _ids.Remove(_report[node]!.NodeId);
        _report[node] = null;
        _class[node] = null;
        _vacant.Push(node);
    }

    /// <summary>Opens a node (null) or closes it to new replicas with the code that says why.</summary>
    public void SetClosed(int node, string? code)
    {
        if (_closed[node] == code)
        {
            return;
        }

        Unfile(node);
        Enlist(node, -1);
        _closed[node] = code;
        Enlist(node, +1);
        File(node);
    }

    public void Reserve(int node, Demand demand)
    {
        Unfile(node);
        _freeCpu[node] -= demand.CpuMillicores;
        _freeMemory[node] -= demand.MemoryBytes;
        _replicas[node]++;
        File(node);
    }

    public void Release(int node, Demand demand)
    {
        Unfile(node);
        _freeCpu[node] += demand.CpuMillicores;
        _freeMemory[node] += demand.MemoryBytes;
        _replicas[node]--;
        File(node);
    }

    private void Grow(int length)
    {
        if (length <= _report.Length)
        {
            return;
        }

        var size = Math.Max(16, Math.Max(length, _report.Length * 2));
        Array.Resize(ref _report, size);
        Array.Resize(ref _class, size);
        Array.Resize(ref _freeCpu, size);
        Array.Resize(ref _freeMemory, size);
        Array.Resize(ref _score, size);
        Array.Resize(ref _replicas, size);
        Array.Resize(ref _closed, size);
        Array.Resize(ref _filed, size);
    }

    private void File(int node)
    {
        if (_class[node] is not { } kind || _closed[node] is not null || Overfull(node))
        {
            return;
        }

        var mebibytes = _freeMemory[node] >> 20;
        _score[node] = _cpuScale.Score(_freeCpu[node]) + _memoryScale.Score(mebibytes);
        var grid = _replicas[node] > 0 ? kind.Used : kind.Empty;
        grid.Add(Scale.BucketOf(_freeCpu[node]), Scale.BucketOf(mebibytes), node, _score);
        _filed[node] = true;
    }

    private void Unfile(int node)
    {
        if (_filed[node])
        {
            var grid = _replicas[node] > 0 ? _class[node]!.Used : _class[node]!.Empty;
            grid.Remove(Scale.BucketOf(_freeCpu[node]), Scale.BucketOf(_freeMemory[node] >> 20), node, _score);
            _filed[node] = false;
        }
    }

    private void Enlist(int node, int sign)
    {
        if (_class[node] is { } kind && _closed[node] is null)
        {
            kind.OpenNodes += sign;
        }
    }

    /// <summary>Whether the fleet is an eighth larger than when CPU and memory were last weighed.</summary>
    private bool OutgrewScale => _ids.Count > _scaledFor + (_scaledFor / 8);

    /// <summary>Weighs CPU and memory by the average node.</summary>
    private void Rescale()
    {
        long cpu = 0, mebibytes = 0;
        for (var n = 0; n < Limit; n++)
        {
            cpu += _report[n]?.CpuMillicores ?? 0;
            mebibytes += (_report[n]?.MemoryBytes ?? 0) >> 20;
        }

        _scaledFor = _ids.Count;
        _cpuScale = new Scale(cpu / _ids.Count);
        _memoryScale = new Scale(mebibytes / _ids.Count);
    }

    private void EnsureClasses()
    {
        if (!_classesStale)
        {
            return;
        }

        if (OutgrewScale)
        {
            Rescale();
        }

        _classesStale = false;
        var position = 0;
        foreach (var column in _columns)
        {
            column.Narrow = false;
        }

        foreach (var column in _columns)
        {
            // A label joins the classes while they stay few; a wide one (host names) is judged node by node.
            column.Narrow = true;
            column.Narrow = ClassCount() <= MaxClasses;
            column.Position = column.Narrow ? position++ : -1;
        }

        _classes.Clear();
        _classList.Clear();
        _version++;
        for (var n = 0; n < Limit; n++)
        {
            if (_report[n] is not null)
            {
                _filed[n] = false;
                _class[n] = ClassOf(n);
                Enlist(n, +1);
                File(n);
            }
        }

        _staleAbove = 2 * Math.Max(MaxClasses, _classList.Count);
    }

    private int ClassCount()
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        for (var n = 0; n < Limit && keys.Count <= MaxClasses; n++)
        {
            if (_report[n] is not null)
            {
                keys.Add(KeyOf(n));
            }
        }

        return keys.Count;
    }

    private string KeyOf(int node)
    {
        var key = new System.Text.StringBuilder();
        foreach (var column in _columns)
        {
            if (column.Narrow)
            {
                key.Append(column[node]).Append('|');
            }
        }

        foreach (var taint in _report[node]!.Taints)
        {
            key.Append('\n').Append(taint.Key).Append('=').Append(taint.Value);
        }

        return key.ToString();
    }

    private NodeClass ClassOf(int node)
    {
        var key = KeyOf(node);
        if (!_classes.TryGetValue(key, out var kind))
        {
            kind = new NodeClass([.. _report[node]!.Taints]) { Values = [.. _columns.Where(c => c.Narrow).Select(c => c[node])] };
            _classes.Add(key, kind);
            _classList.Add(kind);
            _version++;
            if (_classList.Count > _staleAbove)
            {
                _classesStale = true;
                _staleAbove = int.MaxValue;
            }
        }

        return kind;
    }
}
