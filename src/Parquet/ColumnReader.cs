using Parquet;
using Parquet.Data;
using Parquet.Schema;
using Placement.Telemetry.Quality;
using Placement.Telemetry.Sources.Tables;

namespace Placement.Parquet;

/// <summary>The values of one column of a row group, one after the other.</summary>
internal abstract class ColumnReader(DataField column)
{
    private int _row;
    private int _value;

    protected DataField Field => column;

    /// <exception cref="InvalidTelemetryException">The column holds what is neither number, text nor time.</exception>
    public static ColumnReader For(string path, DataField field) => Type.GetTypeCode(field.ClrType) switch
    {
        _ when field.IsArray => throw new InvalidTelemetryException($"{path}, column \"{field.Name}\": a list cannot hold a sample."),
        TypeCode.Double => new Column<double>(field, static value => TableCell.Of(value)),
        TypeCode.Single => new Column<float>(field, static value => TableCell.Of(value)),
        TypeCode.Int64 => new Column<long>(field, static value => TableCell.Of(value)),
        TypeCode.Int32 => new Column<int>(field, static value => TableCell.Of(value)),
        TypeCode.Int16 => new Column<short>(field, static value => TableCell.Of(value)),
        TypeCode.Byte => new Column<byte>(field, static value => TableCell.Of(value)),
        TypeCode.SByte => new Column<sbyte>(field, static value => TableCell.Of(value)),
        TypeCode.UInt16 => new Column<ushort>(field, static value => TableCell.Of(value)),
        TypeCode.UInt32 => new Column<uint>(field, static value => TableCell.Of(value)),
        TypeCode.UInt64 => new Column<ulong>(field, static value => TableCell.Of(value)),
        TypeCode.Decimal => new Column<decimal>(field, static value => TableCell.Of((double)value)),
        TypeCode.DateTime => new Column<DateTime>(field, static value => TableCell.AtTime((value.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond)),
        _ when field.ClrType == typeof(ReadOnlyMemory<char>) || field.ClrType == typeof(string) => new TextColumn(field),
        _ => throw new InvalidTelemetryException($"{path}, column \"{field.Name}\": {field.ClrType.Name} is neither number, text nor time."),
    };

    public async ValueTask LoadAsync(ParquetRowGroupReader reader, CancellationToken cancellationToken)
    {
        (_row, _value) = (0, 0);
        await FetchAsync(reader, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The next cell. A field that may be null has a value only where its definition level is the highest.</summary>
    public TableCell Next() => IsNull(_row++) ? default : At(_value++);

    public abstract void Release();

    protected abstract ValueTask FetchAsync(ParquetRowGroupReader reader, CancellationToken cancellationToken);

    protected abstract bool IsNull(int row);

    protected abstract TableCell At(int value);

    private class Column<T>(DataField field, Func<T, TableCell>? cell) : ColumnReader(field)
        where T : struct
    {
        private RawColumnData<T>? _data;

        public override void Release()
        {
            _data?.Dispose();
            _data = null;
        }

        protected override async ValueTask FetchAsync(ParquetRowGroupReader reader, CancellationToken cancellationToken) =>
            _data = (RawColumnData<T>)await reader.ReadRawColumnDataBaseAsync(Field, cancellationToken).ConfigureAwait(false);

        protected override bool IsNull(int row) => Field.MaxDefinitionLevel > 0 && _data!.DefinitionLevels[row] < Field.MaxDefinitionLevel;

        protected override TableCell At(int value) => cell!(_data!.Values[value]);

        protected T ValueAt(int value) => _data!.Values[value];
    }

    /// <summary>Texts repeat, mostly in the same order: each is made a string once.</summary>
    private sealed class TextColumn(DataField field) : Column<ReadOnlyMemory<char>>(field, null)
    {
        private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
        private readonly List<(string Text, int Next)> _texts = [];
        private int _last = -1;

        protected override TableCell At(int value)
        {
            var span = ValueAt(value).Span;
            if (_last >= 0 && _texts[_last].Next is var next and >= 0 && span.SequenceEqual(_texts[next].Text))
            {
                _last = next;
                return TableCell.Of(_texts[next].Text);
            }

            var lookup = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();
            if (!lookup.TryGetValue(span, out var number))
            {
                number = _texts.Count;
                _texts.Add((span.ToString(), -1));
                _numbers.Add(_texts[number].Text, number);
            }

            if (_last >= 0)
            {
                _texts[_last] = (_texts[_last].Text, number);
            }

            _last = number;
            return TableCell.Of(_texts[number].Text);
        }
    }
}
