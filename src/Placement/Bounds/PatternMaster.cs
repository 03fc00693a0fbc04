using System.Numerics;

namespace Placement.Bounds;

/// <summary>
/// The linear program over patterns: cover each group's demand, use no more nodes of a class than there are, at least cost. A revised simplex with an
/// explicit inverse: primal after columns come, dual after demand falls, so each re-solve starts where the last ended.
/// </summary>
/// <remarks>Floating point throughout; nothing here proves anything. Bounds are recomputed from its duals in integers.</remarks>
internal sealed class PatternMaster
{
    private const double Tolerance = 1e-9;
    private readonly int _groups;
    private readonly int _rows;
    private readonly List<int[]> _columnRows = [];
    private readonly List<double[]> _columnValues = [];
    private readonly List<double> _cost = [];
    private readonly List<bool> _isBasic = [];
    private readonly double[] _noise;
    private readonly double[] _right;
    private readonly int[] _basis;
    private readonly double[] _x;
    private readonly double[] _dual;
    private readonly double[] _direction;
    private readonly WorkMeter? _meter;
    private double[] _inverse;
    private int _sinceCheck;

    /// <summary>Makes the program without patterns; every group starts covered at its penalty.</summary>
    /// <param name="demand">The demand of each group.</param>
    /// <param name="nodes">The number of nodes of each class.</param>
    /// <param name="penalty">The cost of leaving one replica of a group uncovered.</param>
    /// <param name="seed">The seed of the perturbation that breaks ties.</param>
    /// <param name="meter">Is told of the work.</param>
    public PatternMaster(int[] demand, int[] nodes, double[] penalty, int seed, WorkMeter? meter = null)
    {
        _meter = meter;
        _groups = demand.Length;
        _rows = demand.Length + nodes.Length;
        _right = new double[_rows];
        _noise = new double[_rows];
        _basis = new int[_rows];
        _x = new double[_rows];
        _dual = new double[_rows];
        _direction = new double[_rows];
        _inverse = new double[_rows * _rows];
        var random = new Random(seed);
        for (var g = 0; g < _groups; g++)
        {
            _noise[g] = 1e-6 * random.NextDouble();
            AddColumn([g], [1], penalty[g]);
        }

        for (var g = 0; g < _groups; g++)
        {
            AddColumn([g], [-1], 0);
        }

        for (var k = 0; k < nodes.Length; k++)
        {
            AddColumn([_groups + k], [1], 0);
        }

        FirstPattern = _cost.Count;
        for (var r = 0; r < _rows; r++)
        {
            _basis[r] = r < _groups ? r : _groups + r;
            _isBasic[_basis[r]] = true;
            _inverse[(r * _rows) + r] = 1;
            _dual[r] = _cost[_basis[r]];
        }

        SetRight(demand, nodes);
        ComputeX();
    }

    private PatternMaster(PatternMaster other)
    {
        (_groups, _rows, FirstPattern, _meter) = (other._groups, other._rows, other.FirstPattern, other._meter);
        _columnRows = [.. other._columnRows];
        _columnValues = [.. other._columnValues];
        _cost = [.. other._cost];
        _isBasic = [.. other._isBasic];
        _noise = other._noise;
        _right = [.. other._right];
        _basis = [.. other._basis];
        _x = [.. other._x];
        _dual = [.. other._dual];
        _direction = new double[_rows];
        _inverse = [.. other._inverse];
    }

    /// <summary>Gets the index of the first pattern among the columns.</summary>
    public int FirstPattern { get; }

    public int PatternCount => _cost.Count - FirstPattern;

    /// <summary>Gets the objective of the current basis.</summary>
    public double Objective
    {
        get
        {
            var sum = 0.0;
            for (var r = 0; r < _rows; r++)
            {
                sum += _cost[_basis[r]] * _x[r];
            }

            return sum;
        }
    }

    public PatternMaster Clone() => new(this);

    /// <summary>The worth of one replica of a group.</summary>
    public double GroupDual(int group) => Math.Max(0, _dual[group]);

    /// <summary>The worth of one node of a class beyond its price; at least 0.</summary>
    public double NodeDual(int nodeClass) => Math.Max(0, -_dual[_groups + nodeClass]);

    public void AddPattern(int nodeClass, PatternPart[] parts, double cost)
    {
        var rows = new int[parts.Length + 1];
        var values = new double[parts.Length + 1];
        for (var i = 0; i < parts.Length; i++)
        {
            (rows[i], values[i]) = (parts[i].Group, parts[i].Count);
        }

        (rows[^1], values[^1]) = (_groups + nodeClass, 1);
        AddColumn(rows, values, cost);
    }

    public void SetCost(int pattern, double cost) => _cost[FirstPattern + pattern] = cost;

    /// <summary>Gets the value of each pattern.</summary>
    public double[] Values()
    {
        var values = new double[PatternCount];
        for (var r = 0; r < _rows; r++)
        {
            if (_basis[r] >= FirstPattern)
            {
                values[_basis[r] - FirstPattern] = _x[r];
            }
        }

        return values;
    }

    /// <summary>How much demand is left to penalties.</summary>
    public double Uncovered()
    {
        var sum = 0.0;
        for (var r = 0; r < _rows; r++)
        {
            sum += _basis[r] < _groups ? _x[r] : 0;
        }

        return sum;
    }

    /// <summary>Changes demand and node counts, and restores feasibility by the dual simplex.</summary>
    public void Reduce(int[] demand, int[] nodes, CancellationToken stop)
    {
        SetRight(demand, nodes);
        ComputeX();
        for (var iteration = 0; iteration < 20 * _rows && !stop.IsCancellationRequested; iteration++)
        {
            var r = MostNegative();
            if (r < 0)
            {
                return;
            }

            var entering = DualRatio(r);
            if (entering < 0)
            {
                break;
            }

            Direct(entering);
            if (Math.Abs(_direction[r]) < Tolerance)
            {
                break;
            }

            Pivot(r, entering, ReducedCost(entering));
        }

        if (MostNegative() >= 0)
        {
            Restart();
        }
    }

    /// <summary>Optimises over the columns there are.</summary>
    public void Optimise(CancellationToken stop)
    {
        ComputeDuals();
        var bland = 0;
        for (var iteration = 0; iteration < 50 * _rows && !stop.IsCancellationRequested; iteration++)
        {
            var entering = Cheapest(bland > 50);
            if (entering < 0)
            {
                return;
            }

            Direct(entering);
            var r = PrimalRatio();
            if (r < 0)
            {
                return;
            }

            bland = _x[r] < 1e-11 ? bland + 1 : 0;
            Pivot(r, entering, ReducedCost(entering));
            if (++_sinceCheck > 400)
            {
                Check();
            }
        }
    }

    private void AddColumn(int[] rows, double[] values, double cost)
    {
        _columnRows.Add(rows);
        _columnValues.Add(values);
        _cost.Add(cost);
        _isBasic.Add(false);
    }

    private void SetRight(int[] demand, int[] nodes)
    {
        for (var r = 0; r < _rows; r++)
        {
            _right[r] = r < _groups ? demand[r] + (demand[r] > 0 ? _noise[r] : 0) : nodes[r - _groups];
        }
    }

    private void ComputeX()
    {
        Array.Clear(_x);
        for (var c = 0; c < _rows; c++)
        {
            if (_right[c] != 0)
            {
                AddScaled(_x, _inverse.AsSpan(c * _rows, _rows), _right[c]);
            }
        }
    }

    private void ComputeDuals()
    {
        for (var c = 0; c < _rows; c++)
        {
            var sum = 0.0;
            var column = _inverse.AsSpan(c * _rows, _rows);
            for (var r = 0; r < _rows; r++)
            {
                sum += _cost[_basis[r]] * column[r];
            }

            _dual[c] = sum;
        }
    }

    private double ReducedCost(int column)
    {
        var (rows, values) = (_columnRows[column], _columnValues[column]);
        var cost = _cost[column];
        for (var i = 0; i < rows.Length; i++)
        {
            cost -= _dual[rows[i]] * values[i];
        }

        return cost;
    }

    private int Cheapest(bool first)
    {
        var best = -1;
        var least = double.NegativeInfinity;
        for (var j = 0; j < _cost.Count; j++)
        {
            if (!_isBasic[j])
            {
                var reduced = ReducedCost(j);
                var scaled = reduced / (1 + Math.Abs(_cost[j]));
                if (scaled < -1e-8 && (best < 0 || reduced < least))
                {
                    (best, least) = (j, reduced);
                    if (first)
                    {
                        return best;
                    }
                }
            }
        }

        return best;
    }

    private void Direct(int column)
    {
        Array.Clear(_direction);
        var (rows, values) = (_columnRows[column], _columnValues[column]);
        for (var i = 0; i < rows.Length; i++)
        {
            AddScaled(_direction, _inverse.AsSpan(rows[i] * _rows, _rows), values[i]);
        }
    }

    private int PrimalRatio()
    {
        var least = double.PositiveInfinity;
        for (var r = 0; r < _rows; r++)
        {
            if (_direction[r] > Tolerance)
            {
                least = Math.Min(least, (Math.Max(0, _x[r]) + 1e-10) / _direction[r]);
            }
        }

        var best = -1;
        for (var r = 0; r < _rows; r++)
        {
            if (_direction[r] > Tolerance && Math.Max(0, _x[r]) / _direction[r] <= least && (best < 0 || _direction[r] > _direction[best]))
            {
                best = r;
            }
        }

        return best;
    }

    private int MostNegative()
    {
        var best = -1;
        for (var r = 0; r < _rows; r++)
        {
            if (_x[r] < -1e-8 && (best < 0 || _x[r] < _x[best]))
            {
                best = r;
            }
        }

        return best;
    }

    private int DualRatio(int r)
    {
        var row = new double[_rows];
        for (var c = 0; c < _rows; c++)
        {
            row[c] = _inverse[(c * _rows) + r];
        }

        var best = -1;
        var (least, pivot) = (double.PositiveInfinity, 0.0);
        for (var j = 0; j < _cost.Count; j++)
        {
            if (_isBasic[j])
            {
                continue;
            }

            var (rows, values) = (_columnRows[j], _columnValues[j]);
            var alpha = 0.0;
            for (var i = 0; i < rows.Length; i++)
            {
                alpha += row[rows[i]] * values[i];
            }

            if (alpha < -1e-7)
            {
                var ratio = Math.Max(0, ReducedCost(j)) / -alpha;
                if (ratio < least - 1e-12 || (ratio <= least + 1e-12 && alpha < pivot))
                {
                    (best, least, pivot) = (j, Math.Min(least, ratio), alpha);
                }
            }
        }

        return best;
    }

    private void Pivot(int r, int entering, double reduced)
    {
        _meter?.Spend(((long)_rows * _rows) + (8L * _cost.Count));
        var pivot = _direction[r];
        var step = _x[r] / pivot;
        for (var i = 0; i < _rows; i++)
        {
            _x[i] -= step * _direction[i];
        }

        _x[r] = step;
        for (var c = 0; c < _rows; c++)
        {
            var column = _inverse.AsSpan(c * _rows, _rows);
            var factor = column[r] / pivot;
            if (factor != 0)
            {
                _dual[c] += reduced * factor;
                AddScaled(column, _direction, -factor);
                column[r] = factor;
            }
        }

        _isBasic[_basis[r]] = false;
        _isBasic[entering] = true;
        _basis[r] = entering;
    }

    /// <summary>Recomputes the basic values from the columns; when the inverse has drifted, inverts anew.</summary>
    private void Check()
    {
        _sinceCheck = 0;
        var error = (double[])_right.Clone();
        for (var r = 0; r < _rows; r++)
        {
            var (rows, values) = (_columnRows[_basis[r]], _columnValues[_basis[r]]);
            for (var i = 0; i < rows.Length; i++)
            {
                error[rows[i]] -= _x[r] * values[i];
            }
        }

        if (Array.Exists(error, e => Math.Abs(e) > 1e-7))
        {
            Invert();
            ComputeX();
            ComputeDuals();
        }
    }

    /// <summary>Begins again from the penalties: the inverse is too far off, or the demand cannot be met by the columns there are.</summary>
    private void Restart()
    {
        Array.Clear(_inverse);
        foreach (var j in _basis)
        {
            _isBasic[j] = false;
        }

        for (var r = 0; r < _rows; r++)
        {
            _basis[r] = r < _groups ? r : _groups + r;
            _isBasic[_basis[r]] = true;
            _inverse[(r * _rows) + r] = 1;
        }

        ComputeX();
        ComputeDuals();
    }

    /// <summary>Gauss-Jordan elimination with partial pivoting.</summary>
    private void Invert()
    {
        var n = _rows;
        var a = new double[n][];
        for (var r = 0; r < n; r++)
        {
            a[r] = new double[2 * n];
            a[r][n + r] = 1;
        }

        for (var c = 0; c < n; c++)
        {
            var (rows, values) = (_columnRows[_basis[c]], _columnValues[_basis[c]]);
            for (var i = 0; i < rows.Length; i++)
            {
                a[rows[i]][c] = values[i];
            }
        }

        for (var c = 0; c < n; c++)
        {
            var p = c;
            for (var r = c + 1; r < n; r++)
            {
                p = Math.Abs(a[r][c]) > Math.Abs(a[p][c]) ? r : p;
            }

            if (Math.Abs(a[p][c]) < 1e-11)
            {
                Restart();
                return;
            }

            (a[c], a[p]) = (a[p], a[c]);
            var scale = 1 / a[c][c];
            for (var i = c; i < 2 * n; i++)
            {
                a[c][i] *= scale;
            }

            for (var r = 0; r < n; r++)
            {
                if (r != c && a[r][c] != 0)
                {
                    AddScaled(a[r].AsSpan(c), a[c].AsSpan(c), -a[r][c]);
                }
            }
        }

        // Row r of the inverse belongs to the r-th basic column; stored column by column.
        for (var r = 0; r < n; r++)
        {
            for (var c = 0; c < n; c++)
            {
                _inverse[(c * n) + r] = a[r][n + c];
            }
        }
    }

    private static void AddScaled(Span<double> target, ReadOnlySpan<double> source, double factor)
    {
        var width = Vector<double>.Count;
        var scale = new Vector<double>(factor);
        var i = 0;
        for (; i <= target.Length - width; i += width)
        {
            (new Vector<double>(target[i..]) + (new Vector<double>(source[i..]) * scale)).CopyTo(target[i..]);
        }

        for (; i < target.Length; i++)
        {
            target[i] += source[i] * factor;
        }
    }
}
