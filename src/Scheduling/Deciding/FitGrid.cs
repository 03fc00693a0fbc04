using System.Numerics;

namespace Placement.Scheduling.Deciding;

/// <summary>Nodes in cells by their free CPU (row) and free memory (column); inside a cell in order of score, then of index.</summary>
/// <remarks>A cell is kept in falling order, so that the best node is last and leaves or enters in constant time.</remarks>
internal sealed class FitGrid
{
    private const int N = Scale.Buckets;
    private readonly ulong[] _rows = new ulong[N / 64];
    private readonly ulong[] _columns = new ulong[N * (N / 64)];
    private readonly CellNodes[]?[] _cells = new CellNodes[N][]; // a row is made when first used: most fleets need few of them

    public int Count { get; private set; }

    public void Add(int row, int column, int node, ReadOnlySpan<long> scores)
    {
        ref var cell = ref (_cells[row] ??= new CellNodes[N])[column];
        var count = cell.Count;
        if (count == (cell.Nodes?.Length ?? 0))
        {
            Array.Resize(ref cell.Nodes, Math.Max(4, count * 2));
        }

        var nodes = cell.Nodes!;
        var at = Position(nodes.AsSpan(0, count), node, scores);
        nodes.AsSpan(at, count - at).CopyTo(nodes.AsSpan(at + 1));
        nodes[at] = node;
        cell.Count++;
        Count++;
        if (count == 0)
        {
            _rows[row >> 6] |= 1UL << row;
            _columns[(row * 2) + (column >> 6)] |= 1UL << column;
        }
    }

    public void Remove(int row, int column, int node, ReadOnlySpan<long> scores)
    {
        ref var cell = ref _cells[row]![column];
        var nodes = cell.Nodes.AsSpan(0, cell.Count);
        var at = Position(nodes, node, scores);
        if (at == nodes.Length || nodes[at] != node)
        {
            throw new InvalidOperationException($"Node {node} is not in cell ({row}, {column}) of the index: it was changed without being re-filed.");
        }

        nodes[(at + 1)..].CopyTo(nodes[at..]);
        Count--;
        if (--cell.Count == 0)
        {
            var left = _columns[(row * 2) + (column >> 6)] &= ~(1UL << column);
            if ((left | _columns[(row * 2) + (1 - (column >> 6))]) == 0)
            {
                _rows[row >> 6] &= ~(1UL << row);
            }
        }
    }

    /// <summary>The first row at or after <paramref name="from"/> that holds a node, or -1.</summary>
    public int NextRow(int from) => Next(_rows, from);

    /// <summary>The first column of a row at or after <paramref name="from"/> that holds a node, or -1.</summary>
    public int NextColumn(int row, int from) => Next(_columns.AsSpan(row * 2, 2), from);

    /// <summary>The nodes of a cell, best last.</summary>
    public ReadOnlySpan<int> Cell(int row, int column)
    {
        ref readonly var cell = ref _cells[row]![column];
        return cell.Nodes.AsSpan(0, cell.Count);
    }

    private static int Next(ReadOnlySpan<ulong> mask, int from)
    {
        if (from >= N)
        {
            return -1;
        }

        var word = from >> 6;
        var bits = mask[word] & (ulong.MaxValue << from);
        if (bits == 0 && word == 0)
        {
            word = 1;
            bits = mask[1];
        }

        return bits == 0 ? -1 : (word << 6) + BitOperations.TrailingZeroCount(bits);
    }

    private static int Position(ReadOnlySpan<int> nodes, int node, ReadOnlySpan<long> scores)
    {
        var score = scores[node];
        int low = 0, high = nodes.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            var other = nodes[middle];
            if (scores[other] > score || (scores[other] == score && other > node))
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private struct CellNodes
    {
        public int[]? Nodes;
        public int Count;
    }
}
